import type { Runbook } from "../runbook/runbook.ts";
import { nearestName } from "../source/nearest-name.ts";
import { entriesNamed, mostPrecise } from "./answering-entries.ts";
import { explicitName, linksIn } from "./named-runbooks.ts";
import type { Answering, Labels, LedBy, ResolvedAlert, SeenAlert } from "./resolved-alert.ts";
import { together } from "./together.ts";

/**
 * The runbook that an alert leads to: the one that its annotation names; else the one whose own alert entry it meets (the name must be equal, and
 * every label of the entry must be the alert's; of several the one that names most labels); else the one that a link among its annotations ends in.
 * Where several alerts of that name fire, all must lead to one; where none is known to fire, it is the given labels that count.
 */
export function resolveAlert(
  name: string,
  labels: Labels,
  runbooks: readonly Runbook[],
  firing: readonly SeenAlert[] = [],
): ResolvedAlert {
  const seen = firing.length > 0 ? firing : [{ labels, annotations: {} }];
  return together(seen.map((alert) => resolveOne(name, alert, runbooks)));
}

function resolveOne(name: string, { labels, annotations }: SeenAlert, runbooks: readonly Runbook[]): ResolvedAlert {
  const named = entriesNamed(name, runbooks);
  const entries = mostPrecise(named, labels);
  const links = linksIn(annotations);
  const linked = runbooks.filter((runbook) => links.some((link) => link.name === runbook.name));
  /** As the runbook answers it by an entry of its own, if by any; else with its own severity. */
  const answering = (runbook: Runbook): Answering => ({
    runbook,
    alert: entries.find((entry) => entry.runbook === runbook)?.alert ?? {
      name,
      severity: runbook.severity,
      labels: {},
    },
  });
  const one = (
    by: LedBy,
    answer: Answering,
    less: readonly (readonly [LedBy, readonly Runbook[]])[],
  ): ResolvedAlert => ({
    kind: "one",
    by,
    ...answer,
    overruled: less.flatMap(([other, led]) =>
      led.filter((runbook) => runbook !== answer.runbook).map((runbook) => ({ by: other, runbook: runbook.name })),
    ),
  });

  const explicit = explicitName(annotations);
  const ofEntries = entries.map(({ runbook }) => runbook);
  if (explicit !== null) {
    const runbook = runbooks.find((candidate) => candidate.name === explicit);
    if (runbook !== undefined)
      return one("annotation", answering(runbook), [
        ["entry", ofEntries],
        ["link", linked],
      ]);
    const names = runbooks.map((candidate) => candidate.name);
    const instead = entries.length > 0 ? entries : linked.map(answering);
    return { kind: "misnamed", named: explicit, nearest: nearestName(explicit, names), instead };
  }
  for (const [by, candidates, less] of [
    ["entry", entries, linked],
    ["link", linked.map(answering), []],
  ] as const) {
    const [only, ...others] = candidates;
    if (only !== undefined)
      return others.length === 0 ? one(by, only, [["link", less]]) : { kind: "ambiguous", candidates };
  }
  const known = [...new Set(runbooks.flatMap(({ alerts }) => alerts.map((alert) => alert.name)))];
  return { kind: "unknown", nearest: named.length > 0 ? null : nearestName(name, known), missing: named, links };
}
