import * as z from "zod";

/** What the first line of every export says. */
export const EXPORT_FORMAT = "bigops.handover/1";

const text = z.string().max(1_000);

/** The first line of an export: whose run it is, how much follows, and how its environment is called. No path, no secret. */
export const exportHeaderShape = z.strictObject({
  format: z.literal(EXPORT_FORMAT),
  run: z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/),
  exportedAtMs: z.number().min(0).max(8_640_000_000_000_000),
  by: z.strictObject({ user: text, host: text }),
  version: text,
  /** How many events follow, and the hash of the last one's line. */
  events: z.number().int().min(1),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  reached: z.strictObject({ environment: text.nullable(), context: text.nullable(), namespace: text.nullable() }),
  /** The embedded platform's settings, and what was written to it; null where the run is not of the sandbox. */
  sandbox: z
    .strictObject({
      fault: text,
      seed: z.number(),
      startedAtMs: z.number(),
      writes: z.array(
        z.strictObject({
          door: z.enum(["flink", "alertmanager"]).exactOptional(),
          atMs: z.number(),
          user: text,
          method: text,
          path: z.string().max(10_000),
          contentType: text,
          body: z.string().max(1_000_000),
        }),
      ),
    })
    .nullable(),
});

export type ExportHeader = z.infer<typeof exportHeaderShape>;
