import * as z from "zod";

/** The typed result of `prometheus.query`. */
export const queryObserved = z.object({
  value: z
    .number()
    .nullable()
    .describe(
      "the value that was judged, in the query's own unit (a ratio is 0 to 1): of the one series, or of several what `over` makes of them; null when there is none",
    ),
  threshold: z
    .number()
    .nullable()
    .describe("the limit of a fail condition as simple as `value > 0.1`, in the unit of the value; null for others"),
  onsetAt: z.iso
    .datetime()
    .nullable()
    .exactOptional()
    .describe(
      "since when it breaches without a break, when it fails; null when it does not, or when its past does not tell; unknown when the past could not be read",
    ),
  breachedAt: z.iso
    .datetime()
    .nullable()
    .exactOptional()
    .describe(
      "since when at least it breaches, where its beginning is older than what was looked at and onsetAt is null for that; null otherwise; unknown when the past could not be read",
    ),
  onsetUnread: z
    .boolean()
    .describe("it fails, and the past that tells since when could not be read: onsetAt and breachedAt are unknown"),
  seriesTotal: z.int().describe("how many series the query returned"),
  series: z
    .array(
      z.object({
        labels: z.record(z.string(), z.string()).describe("its labels"),
        value: z.number().nullable().describe("its value, in the same unit; null when it is not a finite number"),
      }),
    )
    .describe("at most 10 of them, the highest values first"),
});
