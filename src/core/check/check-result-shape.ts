import * as z from "zod";
import { momentShape } from "../moment-shape.ts";

const json = z.json();
const object = z.record(z.string(), json);

/** A check's result as another machine's journal has it. */
export const checkResultShape = z.strictObject({
  verdict: z.enum(["pass", "fail", "inconclusive", "error", "skipped"]),
  summary: z.string(),
  observed: object,
  evidence: z.array(
    z.strictObject({
      what: z.string(),
      value: json,
      limit: json.exactOptional(),
      unit: z.string().exactOptional(),
      atMs: momentShape.exactOptional(),
    }),
  ),
  flip: z.string().nullable(),
  notes: z.array(z.string()),
  expected: z.string().nullable(),
  vantage: z.string(),
  equivalent: z.string(),
  error: z.strictObject({ code: z.string(), message: z.string(), hint: z.string() }).nullable(),
  startedAtMs: momentShape,
  durationMs: z.number(),
  windowStartMs: z.number(),
  sampledAtMs: momentShape,
  rule: z.string(),
});
