/**
 * A named subset of PromQL (`promQLSubset`), evaluated as Prometheus 3 does over series from anywhere: number literals,
 * vector and range selectors with `offset`, arithmetic, comparisons, set operations, vector matching with `on`, `ignoring`
 * and `group_left`/`group_right`, aggregations, and the functions of the table. Not in it: subqueries, the `@` modifier,
 * native histograms, texts as values, label_replace and label_join, experimental features.
 */
export { PromQLError } from "./error.ts";
export type { Expr } from "./expression.ts";
export { failureAnswer, type FailureAnswer } from "./failure-answer.ts";
export { formatSampleTime, formatSampleValue } from "./format-number.ts";
export { seriesTest } from "./matcher.ts";
export { parsePromQL } from "./parse/parse.ts";
export { evaluateInstant, evaluateRange, type MatrixSeries, type Value } from "./query.ts";
export type { Matcher, SamplePoint, Series, SeriesSource } from "./series-source.ts";
export { promQLSubset } from "./subset.ts";
