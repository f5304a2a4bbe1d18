import * as z from "zod";
import { boundedList } from "../bounded-list.ts";
import { boundedMapping } from "../bounded-mapping.ts";

const strings = boundedList(z.string()).nullish();
const labels = boundedMapping(z.string());
/** Seconds since the epoch, and the value as Prometheus writes it. */
const point = z.tuple([z.number(), z.string()]);

/** Around every answer of the API. */
export const envelope = z.object({
  status: z.enum(["success", "error"]),
  errorType: z.string().optional(),
  error: z.string().optional(),
  warnings: strings,
  infos: strings,
  /** VictoriaMetrics, without a word among the warnings: some of its storage did not answer. */
  isPartial: z.boolean().nullish(),
  data: z.unknown().optional(),
});

/** Native histograms come as `histogram` beside or instead of `value`. */
const vectorItem = z.object({ metric: labels, value: point.optional() });
const matrixItem = z.object({ metric: labels, values: boundedList(point).optional() });

/** What a query brings. */
export const queryData = z.discriminatedUnion("resultType", [
  z.object({ resultType: z.literal("vector"), result: boundedList(vectorItem) }),
  z.object({ resultType: z.literal("scalar"), result: point }),
  z.object({ resultType: z.literal("matrix"), result: boundedList(matrixItem) }),
  z.object({ resultType: z.literal("string"), result: point }),
]);
