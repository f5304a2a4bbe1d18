import {
  evaluateInstant,
  evaluateRange,
  type Expr,
  failureAnswer,
  formatSampleValue,
  type MatrixSeries,
  parsePromQL,
  PromQLError,
  type SeriesSource,
  type Value,
} from "../promql/promql.ts";
import { SECOND_MS } from "../world/time.ts";
import { failed, type PrometheusAnswer, success } from "./answers.ts";
import { parseDuration, parseTime } from "./query-parameters.ts";

/** Prometheus refuses range queries with more points than this for a series. */
const POINTS_MOST = 11_000;

type Sample = readonly [seconds: number, value: string];

function sample(tMs: number, value: number): Sample {
  return [tMs / SECOND_MS, formatSampleValue(value)];
}

function matrix(series: readonly MatrixSeries[]): unknown {
  return series.map(({ labels, values }) => ({
    metric: labels,
    values: values.map(([tMs, value]) => sample(tMs, value)),
  }));
}

function instantData(value: Value, atMs: number): unknown {
  if (value.type === "scalar") {
    return { resultType: "scalar", result: sample(atMs, value.value) };
  }
  if (value.type === "matrix") {
    return { resultType: "matrix", result: matrix(value.result) };
  }
  const result = value.result.map((element) => ({ metric: element.labels, value: sample(atMs, element.value) }));
  return { resultType: "vector", result };
}

/** Parses and evaluates; a query that cannot be answered gets Prometheus's own words. */
function evaluated(query: string, evaluate: (expr: Expr) => unknown): PrometheusAnswer {
  try {
    return success(evaluate(parsePromQL(query)));
  } catch (error) {
    if (!(error instanceof PromQLError)) {
      throw error;
    }
    const failure = failureAnswer(error, query);
    return { code: failure.status, body: { status: "error", errorType: failure.errorType, error: failure.error } };
  }
}

function badTime(name: string, text: string): PrometheusAnswer {
  return failed("bad_data", `invalid parameter "${name}": cannot parse "${text}" to a valid timestamp`);
}

/** /api/v1/query: `query`, and `time` that is now when left out. */
export function answerInstant(asked: URLSearchParams, source: SeriesSource, nowMs: number): PrometheusAnswer {
  const time = asked.get("time");
  const atMs = time === null ? nowMs : parseTime(time);
  if (atMs === undefined) {
    return badTime("time", time ?? "");
  }
  return evaluated(asked.get("query") ?? "", (expr) => instantData(evaluateInstant(expr, source, atMs), atMs));
}

/** /api/v1/query_range: `query`, `start`, `end` and `step`. */
export function answerRange(asked: URLSearchParams, source: SeriesSource): PrometheusAnswer {
  const start = asked.get("start") ?? "";
  const end = asked.get("end") ?? "";
  const step = asked.get("step") ?? "";
  const startMs = parseTime(start);
  const endMs = parseTime(end);
  const stepMs = parseDuration(step);
  if (startMs === undefined) {
    return badTime("start", start);
  }
  if (endMs === undefined) {
    return badTime("end", end);
  }
  if (endMs < startMs) {
    return failed("bad_data", 'invalid parameter "end": end timestamp must not be before start time');
  }
  if (stepMs === undefined) {
    return failed("bad_data", `invalid parameter "step": cannot parse "${step}" to a valid duration`);
  }
  if (stepMs <= 0) {
    const why = "zero or negative query resolution step widths are not accepted. Try a positive integer";
    return failed("bad_data", `invalid parameter "step": ${why}`);
  }
  if ((endMs - startMs) / stepMs > POINTS_MOST) {
    const why =
      "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)";
    return failed("bad_data", why);
  }
  return evaluated(asked.get("query") ?? "", (expr) => ({
    resultType: "matrix",
    result: matrix(evaluateRange(expr, source, startMs, endMs, stepMs)),
  }));
}
