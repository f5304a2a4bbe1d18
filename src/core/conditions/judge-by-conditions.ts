import type { z } from "zod";
import type { JsonObject } from "../json.ts";
import { celFields } from "./cel-values.ts";
import { truthOf, type Truth } from "./truth.ts";

export interface JudgedByConditions {
  readonly verdict: "pass" | "fail" | "inconclusive";
  /** The condition that decided, or why none could. */
  readonly why: string;
  readonly warned: boolean;
}

/**
 * A check's own conditions over what its probe observed. Fail wins; with one of the two given, the other is its opposite; the gap between both is
 * inconclusive, and so is a condition that cannot be evaluated (a field that is null or missing). `warn` never changes the verdict.
 */
export function judgeByConditions(
  expect: { readonly pass: string | null; readonly fail: string | null; readonly warn: string | null },
  observed: JsonObject,
  observedSchema: z.ZodObject,
): JudgedByConditions {
  const absent = Object.fromEntries(Object.keys(observedSchema.shape).map((name) => [name, undefined]));
  const context = { ...absent, ...celFields(observed) };
  const holds = (condition: string | null): Truth | null => (condition === null ? null : truthOf(condition, context));
  const warned = holds(expect.warn) === true;
  return { ...decide(expect, holds(expect.pass), holds(expect.fail)), warned };
}

function decide(
  { pass, fail }: { readonly pass: string | null; readonly fail: string | null },
  passes: Truth | null,
  fails: Truth | null,
): Pick<JudgedByConditions, "verdict" | "why"> {
  if (fails === true) return { verdict: "fail", why: `fail condition holds: ${fail}` };
  if (fails === "unknown") return { verdict: "inconclusive", why: `cannot be told: ${fail}` };
  if (passes === "unknown") return { verdict: "inconclusive", why: `cannot be told: ${pass}` };
  if (passes === true) return { verdict: "pass", why: `pass condition holds: ${pass}` };
  if (passes === null && fails === false) return { verdict: "pass", why: `fail condition does not hold: ${fail}` };
  if (passes === false && fails === null) return { verdict: "fail", why: `pass condition does not hold: ${pass}` };
  if (passes === null) return { verdict: "inconclusive", why: "no condition decides" };
  return {
    verdict: "inconclusive",
    why: `neither the pass condition (${pass}) nor the fail condition (${fail}) holds`,
  };
}
