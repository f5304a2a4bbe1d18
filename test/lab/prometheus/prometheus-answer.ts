import { z } from "zod";
import type { Answer } from "../../sandbox/promql/answer.ts";
import type { Question } from "../../sandbox/promql/query-arbitrary.ts";

const sample = z.tuple([z.number(), z.string()]);
const metric = z.record(z.string(), z.string());

const answerSchema = z.discriminatedUnion("status", [
  z.object({
    status: z.literal("success"),
    data: z.discriminatedUnion("resultType", [
      z.object({ resultType: z.literal("scalar"), result: sample }),
      z.object({ resultType: z.literal("string"), result: sample }),
      z.object({ resultType: z.literal("vector"), result: z.array(z.object({ metric, value: sample })) }),
      z.object({ resultType: z.literal("matrix"), result: z.array(z.object({ metric, values: z.array(sample) })) }),
    ]),
  }),
  z.object({ status: z.literal("error"), errorType: z.string(), error: z.string() }),
]);

/** The answer of a real Prometheus to a question. */
export async function prometheusAnswer(url: string, { query, startMs, range }: Question): Promise<Answer> {
  const path = range === undefined ? "query" : "query_range";
  const when =
    range === undefined
      ? { time: seconds(startMs) }
      : { start: seconds(startMs), end: seconds(range.endMs), step: seconds(range.stepMs) };
  const body = new URLSearchParams({ query, ...when });
  const response = await fetch(`${url}/api/v1/${path}`, { method: "POST", body });
  const answer = answerSchema.parse(await response.json());
  if (answer.status === "error") {
    return { type: "failure", status: response.status, errorType: answer.errorType, message: answer.error };
  }
  const { data } = answer;
  if (data.resultType === "string") return { type: "string", series: [] };
  if (data.resultType === "scalar") return { type: "scalar", series: [{ labels: {}, values: [point(data.result)] }] };
  if (data.resultType === "vector") {
    return {
      type: "vector",
      series: data.result.map(({ metric: labels, value }) => ({ labels, values: [point(value)] })),
    };
  }
  return {
    type: "matrix",
    series: data.result.map(({ metric: labels, values }) => ({ labels, values: values.map(point) })),
  };
}

function seconds(tMs: number): string {
  return (tMs / 1000).toFixed(3);
}

function point([time, value]: [number, string]): [number, number] {
  const infinite = /^([+-])Inf$/.exec(value)?.[1];
  const parsed = infinite === undefined ? Number(value) : infinite === "-" ? -Infinity : Infinity;
  return [Math.round(time * 1000), parsed];
}
