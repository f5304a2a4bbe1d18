import type { SeriesSource } from "../promql/series-source.ts";
import { failed, type PrometheusAnswer } from "./answers.ts";

/** Until the evaluator stands. */
export function answerInstant(_asked: URLSearchParams, _source: SeriesSource, _nowMs: number): PrometheusAnswer {
  return failed("execution", "the sandbox cannot evaluate queries yet");
}

export const answerRange = answerInstant;
