import type { z } from "zod";
import { foreignText } from "../../core/text/foreign-text.ts";
import type { PodFact } from "../kubernetes/pod-fact.ts";
import { earliestMs, isoOrNull } from "../moment.ts";
import type { Budgets } from "./budgets.ts";
import { countReasons } from "./count-reasons.ts";
import { isActive, isReady, podTrouble } from "./pod-trouble.ts";
import type { PodsFacts } from "./pods-facts.ts";
import type { podsObserved } from "./pods-observed.ts";
import type { Trouble, TroubleKind } from "./trouble.ts";

export type PodsObserved = z.infer<typeof podsObserved>;

export interface TroubledPod {
  readonly pod: PodFact;
  readonly trouble: Trouble;
}

const UNHEALTHY_SHOWN = 10;

/** The pods in trouble, the longest first; those whose begin is unknown last. */
export function troubledPods(facts: PodsFacts, budgets: Budgets, nowMs: number): readonly TroubledPod[] {
  return facts.pods
    .flatMap((pod) => {
      const trouble = podTrouble(pod, budgets, nowMs);
      return trouble === null ? [] : [{ pod, trouble }];
    })
    .sort(
      (a, b) => (a.trouble.sinceMs ?? Infinity) - (b.trouble.sinceMs ?? Infinity) || compare(a.pod.name, b.pod.name),
    );
}

/** What conditions read, from the facts and the troubles found in them. */
export function observePods(facts: PodsFacts, troubled: readonly TroubledPod[]): PodsObserved {
  const active = facts.pods.filter(isActive);
  const ready = active.filter(isReady).length;
  const desired = facts.desired ?? active.length;
  const [newest] = facts.revisions;
  const of = (kind: TroubleKind) => troubled.filter(({ trouble }) => trouble.kind === kind).length;
  const sick = new Set(troubled.map(({ pod }) => pod));
  const byRevision = new Map<number | null, readonly number[]>();
  for (const pod of active) {
    const [pods = 0, ready = 0] = byRevision.get(pod.revision) ?? [];
    byRevision.set(pod.revision, [pods + 1, ready + (isReady(pod) ? 1 : 0)]);
  }
  return {
    desired,
    total: active.length,
    ready,
    starting: active.filter((pod) => !isReady(pod) && !sick.has(pod)).length,
    unhealthyTotal: troubled.length,
    firstUnhealthyAt: isoOrNull(earliestMs(troubled.map(({ trouble }) => trouble.sinceMs))),
    allReady: desired > 0 && ready >= desired && troubled.length === 0,
    noneDesired: facts.desired === 0,
    unhealthyOnlyInNewRevision:
      newest !== undefined && troubled.length > 0 && troubled.every(({ pod }) => pod.revision === newest.revision),
    crashing: of("crashing"),
    imageUnavailable: of("imageUnavailable"),
    configurationUnavailable: of("configurationUnavailable"),
    notStarted: of("notStarted"),
    outOfMemory: of("outOfMemory"),
    unschedulable: of("unschedulable"),
    notReady: of("notReady"),
    evicted: of("evicted"),
    terminating: of("terminating"),
    reasons: countReasons(troubled.map(({ trouble }) => trouble.reason)),
    revisions: facts.revisions.flatMap(({ revision, hash }, index) => {
      const [pods = 0, ready = 0] = byRevision.get(revision) ?? [];
      return index === 0 || pods > 0 ? [{ revision, hash, pods, ready }] : [];
    }),
    unhealthy: troubled.slice(0, UNHEALTHY_SHOWN).map(({ pod, trouble }) => ({
      name: pod.name,
      reason: trouble.reason,
      since: isoOrNull(trouble.sinceMs),
      revision: pod.revision,
      message: trouble.message === null ? null : foreignText(trouble.message, 200),
    })),
  };
}

/** Of two that differ: a pod's name and a reason stand in their lists once. */
function compare(a: string, b: string): number {
  return a < b ? -1 : 1;
}
