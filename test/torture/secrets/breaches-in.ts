import type { Canary } from "./canaries.ts";
import { Finder } from "./finder.ts";
import type { Told } from "./person.ts";

/** What was told where, two lines for each. */
export function breachesIn(told: readonly Told[], canaries: readonly Canary[]): readonly string[] {
  const finder = new Finder(canaries);
  const loaded = new Finder(canaries.filter(({ kind }) => kind === "loaded"));
  return told.flatMap(({ where, text }) => {
    const found = isJournal(where)
      ? [...loaded.find(text), ...finder.find(withoutWrites(text)).filter(({ canary }) => canary.kind === "foreign")]
      : finder.find(text);
    return found.map(
      ({ canary, encoding, excerpt }) => `${where}: the ${canary.kind} "${canary.name}" (${encoding})\n  …${excerpt}…`,
    );
  });
}

/** It, or what `runs export` makes of it for another machine. */
function isJournal(where: string): boolean {
  return (
    where.endsWith("journal.jsonl") || where.endsWith("exported") || where.startsWith("stdout of bigops runs export")
  );
}

/** A journal, readable by its owner alone, holds what will be sent as it will be sent: that is what was approved, and its digest. Nothing else in it may. */
function withoutWrites(journal: string): string {
  return journal
    .split("\n")
    .map((line) => {
      const at = line.indexOf("{");
      try {
        return JSON.stringify(JSON.parse(line.slice(at)), (key, value: unknown) => (key === "writes" ? [] : value));
      } catch {
        return line;
      }
    })
    .join("\n");
}
