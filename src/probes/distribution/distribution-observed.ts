import * as z from "zod";

/** The typed result of `prometheus.distribution`. */
export const distributionObserved = z.object({
  keys: z.int().describe("how many keys share the load; the newest window fixes the set"),
  volume: z.number().describe("events in the newest window"),
  maxShare: z.number().nullable().describe("share of the busiest key, 0 to 1; null below the least volume"),
  maxKey: z
    .string()
    .nullable()
    .describe("the busiest key; hidden where the label may hold the id of an entity; null below the least volume"),
  bound: z
    .number()
    .nullable()
    .describe("the share above which a key is hot, by the number of keys and the volume; null below the least volume"),
  maxOverMedian: z
    .number()
    .nullable()
    .describe("the busiest key's load over the middle one's; null when the middle one has none"),
  effectiveKeys: z
    .number()
    .nullable()
    .describe("how many keys of equal share would be as concentrated, 1/Σp²; null below the least volume"),
  windowsHot: z.int().describe("windows in a row, up to now, in which the busiest key of now was hot"),
  hot: z
    .boolean()
    .nullable()
    .describe("the same key was hot in all windows; null when there are too few keys or events to tell"),
  tooLittle: z.boolean().describe("the keys and their loads are there, and are too few to call one hot or not"),
  top: z
    .array(
      z.object({
        key: z.string().describe("the key, or that it is hidden"),
        share: z.number().describe("its share of the newest window, 0 to 1"),
      }),
    )
    .describe("at most 10 keys, the busiest first"),
});
