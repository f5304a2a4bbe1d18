import type { z } from "zod";
import type { Judgement } from "../core/check/check-result.ts";
import { isDecided } from "../core/check/verdict.ts";
import { judgeByConditions } from "../core/conditions/judge-by-conditions.ts";
import type { JudgeContext } from "./probe.ts";

/**
 * A check's own `pass` and `fail` conditions decide over the probe's rule; `warn` adds a note to a pass. Without conditions the probe's rule stands, and
 * so does what the probe cannot tell where a `fail` condition alone does not hold: a limit that is kept makes nothing known, while `pass` says what is
 * healthy.
 */
export function judgeAsExpected(own: Judgement, expect: JudgeContext["expect"], schema: z.ZodObject): Judgement {
  const decides = expect.pass !== null || expect.fail !== null;
  if (!decides && expect.warn === null) return own;
  const judged = judgeByConditions(expect, own.observed, schema);
  const staysUnknown = !isDecided(own.verdict) && expect.pass === null && judged.verdict !== "fail";
  const verdict = decides && !staysUnknown ? judged.verdict : own.verdict;
  const notes = verdict === "pass" && judged.warned ? [`warning: ${expect.warn}`, ...own.notes] : own.notes;
  if (verdict === own.verdict) return { ...own, notes };
  return { ...own, verdict, summary: `${own.summary}; ${judged.why}`, flip: flipOf(expect), notes };
}

function flipOf({ pass, fail }: JudgeContext["expect"]): string {
  if (pass === null) return `the condition that decides: fail when ${fail}`;
  return fail === null
    ? `the condition that decides: pass when ${pass}`
    : `the conditions that decide: pass when ${pass}, fail when ${fail}`;
}
