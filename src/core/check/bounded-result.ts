import type { Json, JsonObject } from "../json.ts";
import { plainText } from "../text/plain-text.ts";
import type { CheckResult, Evidence } from "./check-result.ts";

/** A result longer than this, as JSON in UTF-16 units, is shortened; in bytes it is at most three times as long. */
const LONGEST_RESULT = 200_000;
const LONGEST_TEXT = 2_000;
const MOST_EVIDENCE = 50;
const MOST_NOTES = 50;
/** How many entries of a list or an object are kept, the fewer the longer the result still is. */
const KEPT = [1_000, 200, 50, 10, 3] as const;

/**
 * The result as it can be recorded: what was judged stays as it was judged, and long lists and texts are cut, with a note that says how many entries
 * of which are left. Where even that is too long nothing is kept of what was observed, and so nothing is decided.
 */
export function boundedResult(result: CheckResult): CheckResult {
  if (lengthOf(result) <= LONGEST_RESULT) return result;
  for (const kept of KEPT) {
    const shorter = shortened(result, kept);
    if (lengthOf(shorter) <= LONGEST_RESULT) return shorter;
  }
  const notes = [
    `what was observed is too large to be recorded (${lengthOf(result)} characters), so nothing is decided`,
  ];
  return { ...shortened(result, 0), verdict: "inconclusive", observed: {}, evidence: [], flip: null, notes };
}

function shortened(result: CheckResult, kept: number): CheckResult {
  const cuts: string[] = [];
  const observed = Object.fromEntries(
    Object.entries(result.observed).map(([key, value]) => [key, cut(value, kept, key, cuts)]),
  ) satisfies JsonObject;
  const evidence = result.evidence.slice(0, MOST_EVIDENCE).map((one) => shortEvidence(one, kept, cuts));
  if (evidence.length < result.evidence.length) cuts.push(`${evidence.length} of ${result.evidence.length} evidence`);
  const { error } = result;
  return {
    ...result,
    summary: text(result.summary),
    expected: result.expected === null ? null : text(result.expected),
    vantage: text(result.vantage),
    equivalent: text(result.equivalent),
    flip: result.flip === null ? null : text(result.flip),
    error: error === null ? null : { code: error.code, message: text(error.message), hint: text(error.hint) },
    observed,
    evidence,
    notes: [...result.notes.slice(0, MOST_NOTES).map(text), ...saidCuts(cuts)],
  };
}

function shortEvidence(evidence: Evidence, kept: number, cuts: string[]): Evidence {
  const { what, value, limit, ...rest } = evidence;
  const shown = text(what);
  return {
    ...rest,
    what: shown,
    value: cut(value, kept, shown, cuts),
    ...(limit === undefined ? {} : { limit: cut(limit, kept, shown, cuts) }),
  };
}

/** The value with lists and objects of at most so many entries, and texts of a bearable length; what was left out is noted. */
function cut(value: Json, kept: number, path: string, cuts: string[]): Json {
  if (typeof value === "string") return text(value);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value);
  if (entries.length > kept) cuts.push(`${kept} of ${entries.length} ${path}`);
  const inner = entries
    .slice(0, kept)
    .map(([key, one]): readonly [string, Json] => [plainText(key, 200), cut(one, kept, path, cuts)]);
  return Array.isArray(value) ? inner.map(([, one]) => one) : Object.fromEntries(inner);
}

function saidCuts(cuts: readonly string[]): readonly string[] {
  const said = [...new Set(cuts)];
  const more = said.length > 5 ? `, and ${said.length - 5} more` : "";
  return [
    `too large to be recorded whole; kept: ${said.slice(0, 5).join(", ") || "the beginnings of long texts"}${more}`,
  ];
}

function text(value: string): string {
  return value.length <= LONGEST_TEXT ? value : plainText(value, LONGEST_TEXT);
}

function lengthOf(value: object): number {
  return JSON.stringify(value).length;
}
