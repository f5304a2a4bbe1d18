import { z } from "zod";
import { runbookLanguage, type TypedLanguage } from "../../../src/core/conditions/typed-language.ts";

/** What the probe of `a-b` observes. */
export const observed = z.object({
  ready: z.int(),
  value: z.number().nullable(),
  word: z.string().nullable(),
  on: z.boolean().nullable(),
  mode: z.enum(["a", "b"]),
  changedAt: z.iso.datetime().nullable(),
  reasons: z.record(z.string(), z.int()),
  tags: z.array(z.string()),
  pods: z.array(z.object({ name: z.string(), since: z.iso.datetime().nullable() })),
  inner: z.object({ lagSeconds: z.number() }).nullable(),
});

/** What conditions may name in a runbook of a check that is known, one that is not, two parameters and a definition. */
export const language = (): TypedLanguage =>
  runbookLanguage({
    checks: [
      { id: "a-b", observed },
      { id: "free", observed: null },
    ],
    parameters: [
      { name: "suspect", type: "duration" },
      { name: "max-lag", type: "number" },
    ],
    conditions: ["named-one"],
  });
