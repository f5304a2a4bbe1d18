import { absent } from "./absent.ts";
import { scalar, time, timestamp, vector } from "./conversions.ts";
import * as elementwise from "./elementwise.ts";
import type { FunctionDefinition } from "./function-definition.ts";
import { histogramQuantile } from "./histogram-quantile.ts";
import { sort, sortDesc } from "./ordering.ts";
import * as overTime from "./over-time.ts";
import * as rates from "./rates.ts";

/** The functions of the subset, by their names in PromQL. */
export const promQLFunctions: ReadonlyMap<string, FunctionDefinition> = new Map<string, FunctionDefinition>([
  ["abs", elementwise.abs],
  ["absent", absent],
  ["avg_over_time", overTime.avgOverTime],
  ["ceil", elementwise.ceil],
  ["changes", overTime.changes],
  ["clamp", elementwise.clamp],
  ["clamp_max", elementwise.clampMax],
  ["clamp_min", elementwise.clampMin],
  ["count_over_time", overTime.countOverTime],
  ["delta", rates.delta],
  ["exp", elementwise.exp],
  ["floor", elementwise.floor],
  ["histogram_quantile", histogramQuantile],
  ["idelta", rates.idelta],
  ["increase", rates.increase],
  ["irate", rates.irate],
  ["last_over_time", overTime.lastOverTime],
  ["ln", elementwise.ln],
  ["log10", elementwise.log10],
  ["log2", elementwise.log2],
  ["max_over_time", overTime.maxOverTime],
  ["min_over_time", overTime.minOverTime],
  ["present_over_time", overTime.presentOverTime],
  ["quantile_over_time", overTime.quantileOverTime],
  ["rate", rates.rate],
  ["resets", overTime.resets],
  ["round", elementwise.round],
  ["scalar", scalar],
  ["sgn", elementwise.sgn],
  ["sort", sort],
  ["sort_desc", sortDesc],
  ["sqrt", elementwise.sqrt],
  ["sum_over_time", overTime.sumOverTime],
  ["time", time],
  ["timestamp", timestamp],
  ["vector", vector],
]);
