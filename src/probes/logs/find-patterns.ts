import { maskMessage } from "./mask-message.ts";
import { mergeTemplates } from "./merge-templates.ts";
import type { LogKeys, LogLine } from "./parse-line.ts";

export interface LogPattern {
  readonly template: string;
  readonly count: number;
  readonly pods: number;
  readonly firstAtMs: number | null;
  readonly lastAtMs: number | null;
  /** A key's value where all lines agree on it; null where they do not, or none has it. */
  readonly keys: LogKeys;
}

/** What is kept of the lines of one sentence: of very many lines none is. */
interface Tally {
  count: number;
  readonly pods: Set<string>;
  firstAtMs: number | null;
  lastAtMs: number | null;
  keys: LogKeys;
}

export interface PatternFinder {
  add(pod: string, line: LogLine): void;
  /** The sentences behind all lines, most frequent first. */
  patterns(): readonly LogPattern[];
}

const SENTENCES_KEPT = 1_000;

/** Finds the sentences behind lines that are told one by one. */
export function patternFinder(): PatternFinder {
  const mask = maskedOnce();
  const tallies = new Map<string, Tally>();
  return {
    add(pod, line) {
      const template = templateOf(line, mask);
      const { atMs, keys } = line;
      const own: Tally = { count: 1, pods: NO_PODS, firstAtMs: atMs, lastAtMs: atMs, keys };
      const tally = tallies.get(template) ?? { ...own, count: 0, pods: new Set() };
      tallies.set(template, tally);
      tally.pods.add(pod);
      take(tally, own);
    },
    patterns() {
      const merged = mergeTemplates([...tallies.keys()].toSorted());
      const groups = new Map<string, Tally>();
      for (const [template, tally] of tallies) {
        const final = merged.get(template) ?? template;
        const group = groups.get(final);
        if (group === undefined) groups.set(final, tally);
        else take(group, tally);
      }
      return [...groups]
        .map(([template, { pods, ...tally }]) => ({ template, ...tally, pods: pods.size }))
        .toSorted((a, b) => b.count - a.count || (a.template < b.template ? -1 : 1));
    },
  };
}

const NO_PODS: Set<string> = new Set();

function take(into: Tally, { count, firstAtMs, keys, lastAtMs, pods }: Tally): void {
  into.count += count;
  for (const pod of pods) into.pods.add(pod);
  if (firstAtMs !== null && (into.firstAtMs === null || firstAtMs < into.firstAtMs)) into.firstAtMs = firstAtMs;
  if (lastAtMs !== null && (into.lastAtMs === null || lastAtMs > into.lastAtMs)) into.lastAtMs = lastAtMs;
  into.keys = agreed(into.keys, keys);
}

/** Once a key's values differ it is null, and stays so. */
function agreed(all: LogKeys, own: LogKeys): LogKeys {
  const differs = (key: keyof LogKeys): boolean => all[key] !== null && all[key] !== own[key];
  if (
    !differs("level") &&
    !differs("service") &&
    !differs("errorType") &&
    !differs("namespace") &&
    !differs("featureGroup")
  )
    return all;
  const value = (key: keyof LogKeys): string | null => (differs(key) ? null : all[key]);
  return {
    level: value("level"),
    service: value("service"),
    errorType: value("errorType"),
    namespace: value("namespace"),
    featureGroup: value("featureGroup"),
  };
}

/** Of very many lines most differ in their digits alone. */
function maskedOnce(): typeof maskMessage {
  const masked = new Map<string, string>();
  return (message) => {
    // Whichever digit it is, it is masked: sentences that are the same but for digits have the same template.
    const key = message.replace(/\d/g, "0");
    const known = masked.get(key);
    if (known !== undefined) return known;
    const template = maskMessage(message);
    if (masked.size < SENTENCES_KEPT) masked.set(key, template);
    return template;
  };
}

function templateOf({ message, keys }: LogLine, mask: typeof maskMessage): string {
  const template = mask(message);
  return template === "" ? (keys.errorType ?? "(no message)") : template;
}
