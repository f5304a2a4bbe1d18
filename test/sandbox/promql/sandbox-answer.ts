import {
  evaluateInstant,
  evaluateRange,
  failureAnswer,
  parsePromQL,
  PromQLError,
  type SeriesSource,
} from "../../../src/sandbox/promql/promql.ts";
import type { Answer } from "./answer.ts";
import type { Question } from "./query-arbitrary.ts";

/** Our own answer to a question, in the form that answers are compared in. */
export function sandboxAnswer({ query, startMs, range }: Question, source: SeriesSource): Answer {
  try {
    const expr = parsePromQL(query);
    if (range !== undefined) {
      return { type: "matrix", series: evaluateRange(expr, source, startMs, range.endMs, range.stepMs) };
    }
    const value = evaluateInstant(expr, source, startMs);
    if (value.type === "scalar") return { type: "scalar", series: [{ labels: {}, values: [[startMs, value.value]] }] };
    if (value.type === "matrix") return { type: "matrix", series: value.result };
    return {
      type: "vector",
      series: value.result.map((element) => ({ labels: element.labels, values: [[startMs, element.value]] })),
    };
  } catch (error) {
    if (!(error instanceof PromQLError)) throw error;
    const { status, errorType, error: message } = failureAnswer(error, query);
    return { type: "failure", status, errorType, message, kind: error.kind };
  }
}
