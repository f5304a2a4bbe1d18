import { KnownTexts } from "./known-texts.ts";
import { MASK, maskMessage } from "./mask-message.ts";
import { maskTemplate } from "./mask-template.ts";
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

const SENTENCES_KEPT = 2_000;

/** Finds the sentences behind lines that are told one by one. */
export function patternFinder(): PatternFinder {
  const mask = maskedOnce();
  const tallies = new Map<string, Tally>();
  return {
    add(pod, line) {
      const template = templateOf(line, mask);
      const { atMs, keys } = line;
      let tally = tallies.get(template);
      if (tally === undefined) {
        tally = { count: 0, pods: new Set(), firstAtMs: atMs, lastAtMs: atMs, keys };
        tallies.set(template, tally);
      }
      tally.pods.add(pod);
      count(tally, 1, atMs, atMs, keys);
    },
    patterns() {
      const merged = mergeTemplates([...tallies.keys()].toSorted());
      const kept = new Map([...new Set(merged.values())].map((template) => [template, maskTemplate(template)]));
      const groups = new Map<string, Tally>();
      for (const [template, tally] of tallies) {
        const final = kept.get(merged.get(template) ?? template) ?? MASK;
        const group = groups.get(final);
        if (group === undefined) groups.set(final, tally);
        else merge(group, tally);
      }
      return [...groups]
        .map(([template, { pods, ...tally }]) => ({ template, ...tally, pods: pods.size }))
        .toSorted((a, b) => b.count - a.count || (a.template < b.template ? -1 : 1));
    },
  };
}

function merge(into: Tally, from: Tally): void {
  for (const pod of from.pods) into.pods.add(pod);
  count(into, from.count, from.firstAtMs, from.lastAtMs, from.keys);
}

function count(into: Tally, lines: number, firstAtMs: number | null, lastAtMs: number | null, keys: LogKeys): void {
  into.count += lines;
  if (firstAtMs !== null && (into.firstAtMs === null || firstAtMs < into.firstAtMs)) into.firstAtMs = firstAtMs;
  if (lastAtMs !== null && (into.lastAtMs === null || lastAtMs > into.lastAtMs)) into.lastAtMs = lastAtMs;
  into.keys = agreed(into.keys, keys);
}

/** Once a key's values differ it is null, and stays so. Of very many lines nearly all agree: for those nothing is built. */
function agreed(all: LogKeys, own: LogKeys): LogKeys {
  const level = all.level === own.level ? all.level : null;
  const service = all.service === own.service ? all.service : null;
  const errorType = all.errorType === own.errorType ? all.errorType : null;
  const namespace = all.namespace === own.namespace ? all.namespace : null;
  const featureGroup = all.featureGroup === own.featureGroup ? all.featureGroup : null;
  const same =
    level === all.level &&
    service === all.service &&
    errorType === all.errorType &&
    namespace === all.namespace &&
    featureGroup === all.featureGroup;
  return same ? all : { level, service, errorType, namespace, featureGroup };
}

/** Of very many lines most are the same, or differ in their digits alone. */
function maskedOnce(): typeof maskMessage {
  const masked = new KnownTexts<string>(SENTENCES_KEPT, Infinity);
  return (message) => masked.get(message) ?? masked.keep(message, maskedAnew(message));

  /** Whichever digit it is, it is masked: sentences that are the same but for digits have the same template. */
  function maskedAnew(message: string): string {
    const key = message.replace(/\d/g, "0");
    return masked.get(key) ?? masked.keep(key, maskMessage(message));
  }
}

function templateOf({ message, keys }: LogLine, mask: typeof maskMessage): string {
  const template = mask(message);
  return template === "" ? (keys.errorType ?? "(no message)") : template;
}
