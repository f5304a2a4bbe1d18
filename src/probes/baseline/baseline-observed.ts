import * as z from "zod";

/** The typed result of `prometheus.baseline`. */
export const baselineObserved = z.object({
  value: z.number().nullable().describe("the value now; of several series what `over` makes of them"),
  baseline: z
    .number()
    .nullable()
    .describe("the median of the values at the same time before; null when too few of them are there"),
  ratio: z
    .number()
    .nullable()
    .describe("value / baseline, 1 when nothing changed; null when the baseline is missing, zero or negative"),
  difference: z.number().nullable().describe("value - baseline; null when the baseline is missing"),
  zScore: z
    .number()
    .nullable()
    .describe(
      "how many standard deviations the value is above the baseline (below: negative), by the median absolute deviation; null with fewer than 3 earlier values, or when they do not differ",
    ),
  samples: z.int().describe("how many of the earlier values are there"),
  expectedSamples: z.int().describe("how many earlier values were asked for"),
  earlier: z
    .array(
      z.object({
        offsetSeconds: z.number().describe("so long before now"),
        at: z.iso.datetime().describe("the moment that was asked for"),
        value: z.number().nullable().describe("the value then; null when there is none"),
      }),
    )
    .describe("the values at the same time before, in the order in which they were asked for"),
});
