import type { z } from "zod";
import type { Judgement } from "../../core/check/check-result.ts";
import { foreignText } from "../../core/text/foreign-text.ts";
import { isoOrNull, spanWords } from "../moment.ts";
import { patternFinder, type LogPattern } from "./find-patterns.ts";
import { isLonger, type LogFacts } from "./log-facts.ts";
import type { logsObserved } from "./logs-observed.ts";
import { lineReader } from "./parse-line.ts";

type LogsObserved = z.infer<typeof logsObserved>;

/** Logs that were read pass: what they say is evidence. When none could be read, nothing can be told. */
export function judgeLogs(facts: LogFacts, patternsShown: number): Judgement {
  const { lines, errors, patterns } = readLines(facts);
  const podsRead = new Set(facts.logs.map(({ pod }) => pod)).size;
  const observed: LogsObserved = {
    lines,
    errors,
    errorRatio: lines === 0 ? null : errors / lines,
    podsTotal: facts.pods,
    podsRead,
    cut: facts.logs.some(isLonger),
    patternsTotal: patterns.length,
    patterns: patterns.slice(0, patternsShown).map(({ firstAtMs, lastAtMs, keys, ...pattern }) => ({
      ...pattern,
      firstAt: isoOrNull(firstAtMs),
      lastAt: isoOrNull(lastAtMs),
      ...keys,
    })),
    unread: facts.unread.slice(0, 10).map(({ pod, reason }) => ({ pod, reason: foreignText(reason, 200) })),
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

interface ReadLines {
  readonly lines: number;
  readonly errors: number;
  /** Of the errors. */
  readonly patterns: readonly LogPattern[];
}

/** Line by line: of very many none is kept. */
function readLines({ logs }: LogFacts): ReadLines {
  const finder = patternFinder();
  const read = lineReader();
  let lines = 0;
  let errors = 0;
  for (const { pod, text, cut } of logs)
    for (const served of linesOf(text, cut)) {
      lines += 1;
      const line = read(served);
      if (line.level !== "error") continue;
      errors += 1;
      finder.add(pod, line);
    }
  return { lines, errors, patterns: finder.patterns() };
}

/** Of a log that was cut at the limit the last line may be half; empty ones are none. */
function* linesOf(text: string, cut: boolean): Iterable<string> {
  for (let from = 0; from < text.length;) {
    const newline = text.indexOf("\n", from);
    if (newline === -1 && cut) return;
    const line = text.slice(from, newline === -1 ? text.length : newline);
    if (/\S/.test(line)) yield line;
    from += line.length + 1;
  }
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
  const what = top === undefined ? "" : `: ${foreignText(top.template, 120)} ×${top.count}`;
  return errors === 0 ? `no errors in ${lines} lines` : `${errors} of ${lines} lines are errors${what}`;
}

function notesOf({ podsRead, podsTotal, unread }: LogsObserved, facts: LogFacts): readonly string[] {
  const longer = facts.logs.filter(isLonger).length;
  const [first] = unread;
  const more = facts.unread.length > 1 ? `, and ${facts.unread.length - 1} more` : "";
  return [
    ...(first === undefined ? [] : [`${podsRead} of ${podsTotal} pods readable; ${first.pod}: ${first.reason}${more}`]),
    ...(longer > 0 ? [`${longer} of ${facts.logs.length} logs are longer than what was read of them`] : []),
  ];
}
