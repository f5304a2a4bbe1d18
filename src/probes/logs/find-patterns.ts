import { latestMs } from "../../clients/kubernetes-objects/api-time.ts";
import { earliestMs } from "../moment.ts";
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

export interface PodLine {
  readonly pod: string;
  readonly line: LogLine;
}

const SENTENCES_KEPT = 1_000;

/** The sentences behind these lines, most frequent first. */
export function findPatterns(lines: readonly PodLine[]): readonly LogPattern[] {
  const mask = maskedOnce();
  const templates = lines.map(({ line }) => templateOf(line, mask));
  const merged = mergeTemplates([...new Set(templates)].sort());
  const groups = new Map<string, PodLine[]>();
  lines.forEach((line, index) => {
    const template = templates[index] ?? "";
    const final = merged.get(template) ?? template;
    const group = groups.get(final);
    if (group === undefined) groups.set(final, [line]);
    else group.push(line);
  });
  return [...groups]
    .map(([template, members]) => patternOf(template, members))
    .sort((a, b) => b.count - a.count || (a.template < b.template ? -1 : 1));
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

function patternOf(template: string, members: readonly PodLine[]): LogPattern {
  const times = members.map(({ line }) => line.atMs);
  const agreed = (key: keyof LogKeys): string | null => {
    const values = new Set(members.map(({ line }) => line.keys[key]));
    return values.size === 1 ? ([...values][0] ?? null) : null;
  };
  return {
    template,
    count: members.length,
    pods: new Set(members.map(({ pod }) => pod)).size,
    firstAtMs: earliestMs(times),
    lastAtMs: latestMs(times),
    keys: {
      level: agreed("level"),
      service: agreed("service"),
      errorType: agreed("errorType"),
      namespace: agreed("namespace"),
      featureGroup: agreed("featureGroup"),
    },
  };
}
