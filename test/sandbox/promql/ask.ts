import {
  evaluateInstant,
  evaluateRange,
  formatSampleValue,
  type MatrixSeries,
  parsePromQL,
  PromQLError,
  type Series,
} from "../../../src/sandbox/promql/promql.ts";
import { formatLabels, labelsFromRecord } from "../../../src/sandbox/promql/labels.ts";
import { memorySource } from "./memory-source.ts";

/** One series of values 15 s apart from 0 on; undefined leaves a gap. */
export function everyQuarterMinute(
  labels: Record<string, string>,
  values: readonly (number | "stale" | undefined)[],
): Series {
  const samples = values.flatMap((value, index) => (value === undefined ? [] : [[index * 15_000, value] as const]));
  return { labels, samples };
}

/** The answer to an instant query as lines: labels and value, or the scalar, or `range`. */
export function ask(query: string, series: readonly Series[], atSeconds: number): string[] {
  const value = evaluateInstant(parsePromQL(query), memorySource(series), atSeconds * 1000);
  if (value.type === "scalar") return [formatSampleValue(value.value)];
  if (value.type === "vector") {
    return value.result.map((element) => `${line(element.labels)} ${formatSampleValue(element.value)}`);
  }
  return value.result.map(({ labels, values }) => {
    const points = values.map(([tMs, sample]) => `${formatSampleValue(sample)}@${tMs / 1000}`);
    return `${line(labels)} ${points.join(" ")}`;
  });
}

/** A literal's or any other scalar query's value. */
export function calculate(query: string): string {
  return ask(query, [], 0).join();
}

export function askRange(
  query: string,
  series: readonly Series[],
  [startSeconds, endSeconds, stepSeconds]: readonly [number, number, number],
): MatrixSeries[] {
  return evaluateRange(
    parsePromQL(query),
    memorySource(series),
    startSeconds * 1000,
    endSeconds * 1000,
    stepSeconds * 1000,
  );
}

/** What a query fails with. */
export function failureOf(run: () => unknown): PromQLError {
  try {
    run();
  } catch (error) {
    if (error instanceof PromQLError) return error;
    throw error;
  }
  throw new Error("it did not fail");
}

function line(labels: Record<string, string>): string {
  return formatLabels(labelsFromRecord(labels));
}
