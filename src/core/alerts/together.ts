import type { Answering, ResolvedAlert } from "./resolved-alert.ts";

/**
 * What several alerts of one name lead to together: one runbook or several, as far as any leads anywhere; the gravest of those that lead to the same
 * one counts. A name that is annotated wrongly is said whatever the others lead to.
 */
export function together(resolved: readonly ResolvedAlert[]): ResolvedAlert {
  const misnamed = resolved.find(({ kind }) => kind === "misnamed");
  if (misnamed !== undefined) return misnamed;
  const ones = resolved
    .filter((found) => found.kind === "one")
    .toSorted((left, right) => left.alert.severity.localeCompare(right.alert.severity));
  const led = resolved.flatMap((found): readonly Answering[] => {
    if (found.kind === "one") return [{ runbook: found.runbook, alert: found.alert }];
    return found.kind === "ambiguous" ? found.candidates : [];
  });
  const candidates = led.filter(({ runbook }, at) => led.findIndex((other) => other.runbook === runbook) === at);
  const [first] = ones;
  // An entry that a runbook has twice is ambiguous, though it leads nowhere else.
  const ambiguous = resolved.find(({ kind }) => kind === "ambiguous");
  if (candidates.length > 1) return { kind: "ambiguous", candidates };
  if (ambiguous !== undefined) return ambiguous;
  if (first !== undefined) return first;
  const [unknown] = resolved;
  if (unknown === undefined) throw new Error("there is no alert to resolve");
  return unknown;
}
