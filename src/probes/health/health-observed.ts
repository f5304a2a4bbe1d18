import * as z from "zod";

/** The typed result of `http.health`. */
export const healthObserved = z.object({
  status: z.int().describe("the HTTP status"),
  latencyMs: z.number().describe("milliseconds until the whole answer was there"),
  reported: z.string().nullable().describe("the endpoint's own word for its state; null when it gave none"),
  said: z
    .enum(["up", "down", "unknown"])
    .describe("what the answer says of the service; `unknown` when it does not say"),
  replicationLagSeconds: z
    .number()
    .nullable()
    .describe("how far a replica is behind, in seconds, where its answer says so; else null"),
});
