import type { z } from "zod";
import type { Judgement } from "../../core/check/check-result.ts";
import { plainText } from "../../core/text/plain-text.ts";
import { isoOrNull, spanWords } from "../moment.ts";
import { findPatterns, type LogPattern, type PodLine } from "./find-patterns.ts";
import type { LogFacts } from "./log-facts.ts";
import type { logsObserved } from "./logs-observed.ts";
import { parseLine } from "./parse-line.ts";

type LogsObserved = z.infer<typeof logsObserved>;

/** Logs that were read pass: what they say is evidence. When none could be read, nothing can be told. */
export function judgeLogs(facts: LogFacts, patternsShown: number): Judgement {
  const lines: readonly PodLine[] = facts.logs.flatMap(({ pod, text, cut }) =>
    linesOf(text, cut).map((served) => ({ pod, line: parseLine(served) })),
  );
  const errors = lines.filter(({ line }) => line.level === "error");
  const patterns = findPatterns(errors);
  const podsRead = new Set(facts.logs.map(({ pod }) => pod)).size;
  const observed: LogsObserved = {
    lines: lines.length,
    errors: errors.length,
    errorRatio: lines.length === 0 ? null : errors.length / lines.length,
    podsTotal: facts.pods,
    podsRead,
    cut: facts.logs.some(({ cut }) => cut),
    patternsTotal: patterns.length,
    patterns: patterns.slice(0, patternsShown).map(({ firstAtMs, lastAtMs, keys, ...pattern }) => ({
      ...pattern,
      firstAt: isoOrNull(firstAtMs),
      lastAt: isoOrNull(lastAtMs),
      ...keys,
    })),
    unread: facts.unread.slice(0, 10).map(({ pod, reason }) => ({ pod, reason: plainText(reason, 200) })),
  };
  return {
    verdict: podsRead > 0 ? "pass" : "inconclusive",
    summary: summarize(observed, patterns, facts),
    observed,
    evidence: patterns.slice(0, patternsShown).map(({ template, count, firstAtMs }) => ({
      what: `errors "${template}"`,
      value: count,
      ...(firstAtMs === null ? {} : { atMs: firstAtMs }),
    })),
    flip: null,
    notes: notesOf(observed, facts),
  };
}

/** A log that was cut at the limit may end in half a line. */
function linesOf(text: string, cut: boolean): readonly string[] {
  const lines = text.split("\n");
  const whole = cut && !text.endsWith("\n") ? lines.slice(0, -1) : lines;
  return whole.map((line) => line.replace(/\r$/, "")).filter((line) => line.trim() !== "");
}

function summarize(
  { lines, errors, podsRead, podsTotal }: LogsObserved,
  patterns: readonly LogPattern[],
  { sinceMs }: LogFacts,
): string {
  if (podsTotal === 0) return "no pods to read logs of";
  if (podsRead === 0) return `no logs of ${podsTotal} ${podsTotal === 1 ? "pod" : "pods"} could be read`;
  if (lines === 0) return `no lines in the last ${spanWords(sinceMs)}`;
  const [top] = patterns;
  const what = top === undefined ? "" : `: ${plainText(top.template, 120)} ×${top.count}`;
  return errors === 0 ? `no errors in ${lines} lines` : `${errors} of ${lines} lines are errors${what}`;
}

function notesOf({ podsRead, podsTotal, unread, cut }: LogsObserved, facts: LogFacts): readonly string[] {
  const [first] = unread;
  const more = facts.unread.length > 1 ? `, and ${facts.unread.length - 1} more` : "";
  return [
    ...(first === undefined ? [] : [`${podsRead} of ${podsTotal} pods readable; ${first.pod}: ${first.reason}${more}`]),
    ...(cut ? ["some logs are longer than what was read of them"] : []),
  ];
}
