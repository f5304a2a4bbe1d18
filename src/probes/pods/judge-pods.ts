import { latestMs } from "../../clients/kubernetes-objects/api-time.ts";
import type { Judgement } from "../../core/check/check-result.ts";
import type { Verdict } from "../../core/check/verdict.ts";
import { spanWords } from "../moment.ts";
import type { Budgets } from "./budgets.ts";
import { countedWords } from "./count-reasons.ts";
import { failedBirths } from "./failed-births.ts";
import { lastStartMs } from "./not-ready.ts";
import { observePods, troubledPods, type PodsObserved, type TroubledPod } from "./observe-pods.ts";
import { isActive, isReady } from "./pod-trouble.ts";
import type { PodsFacts } from "./pods-facts.ts";

/**
 * Fails when any pod is in trouble, when fewer are ready than desired past the start-up budget, and when none is desired or found.
 * While missing pods are still within that budget it passes if the Deployment has its minimum of available pods, and else cannot be told.
 */
export function judgePods(facts: PodsFacts, budgets: Budgets, nowMs: number): Judgement {
  const troubled = troubledPods(facts, budgets, nowMs);
  const observed = observePods(facts, troubled);
  const { desired, ready } = observed;
  const { verdict, because } = decide(facts, observed, budgets, nowMs);
  return {
    verdict,
    summary: summarize(observed, because),
    observed,
    evidence: [
      { what: "ready pods", value: ready, limit: desired, atMs: nowMs },
      ...observed.unhealthy.map((pod) => ({
        what: `pod ${pod.name}${pod.revision === null ? "" : ` of revision ${pod.revision}`}`,
        value: pod.message === null ? pod.reason : `${pod.reason}: ${pod.message}`,
        ...(pod.since === null ? {} : { atMs: Date.parse(pod.since) }),
      })),
    ],
    flip: verdict === "pass" ? null : flipOf(observed),
    notes: notesOf(facts, troubled),
  };
}

interface Decision {
  readonly verdict: Verdict;
  /** Completes the summary; null where the counts say all. */
  readonly because: string | null;
}

function decide(facts: PodsFacts, observed: PodsObserved, budgets: Budgets, nowMs: number): Decision {
  const { desired, total, ready, unhealthyTotal } = observed;
  if (observed.noneDesired) return { verdict: "fail", because: "none desired (scaled to 0)" };
  const failed = failedBirths(facts, budgets, nowMs);
  if (total === 0 && unhealthyTotal === 0)
    return { verdict: "fail", because: failed === null ? "no pods found" : `no pods left, and ${failed}` };
  if (unhealthyTotal > 0) return { verdict: "fail", because: troubleWords(observed) };
  if (ready >= desired) return { verdict: "pass", because: null };
  // Enough serve by the Deployment's own measure: a release or an autoscaler at work is no problem.
  const meanwhile = facts.available === true && ready > 0 ? "pass" : "inconclusive";
  const starts = facts.pods.filter((pod) => isActive(pod) && !isReady(pod)).map(lastStartMs);
  const young = starts.filter((startMs) => startMs !== null && nowMs - startMs <= budgets.startupMs).length;
  if (ready + young >= desired)
    return { verdict: meanwhile, because: `${young} started less than ${spanWords(budgets.startupMs)} ago` };
  // The births of pods that ended or go again are none: a node that rejects each new one would look like work for ever.
  const movedMs = latestMs([facts.movedAtMs, ...facts.pods.filter(isActive).map((pod) => pod.createdAtMs)]);
  const moves = movedMs !== null && nowMs - movedMs <= budgets.startupMs;
  const absent = desired - total;
  const late = total - ready - young;
  if (late === 0 && moves) return { verdict: meanwhile, because: `${absent} not created yet` };
  // While the Deployment moves, what is absent may still come: it is the late ones that decide.
  if (absent <= 0 || moves)
    return { verdict: "fail", because: `${late} started more than ${spanWords(budgets.startupMs)} ago` };
  return { verdict: "fail", because: failed === null ? `${absent} never created` : `${absent} missing, and ${failed}` };
}

function summarize({ desired, ready, noneDesired }: PodsObserved, because: string | null): string {
  if (noneDesired && because !== null) return because;
  const counts = `${ready} of ${desired} ready`;
  return because === null ? counts : `${counts}: ${because}`;
}

/** e.g. "2 CrashLoopBackOff, all of revision 14" */
function troubleWords({ reasons, unhealthyOnlyInNewRevision, revisions, unhealthyTotal }: PodsObserved): string {
  const words = countedWords(reasons);
  const newest = revisions[0]?.revision;
  const which = unhealthyTotal === 1 ? "of" : "all of";
  return unhealthyOnlyInNewRevision ? `${words}, ${which} revision ${newest}` : words;
}

function flipOf({ desired, ready, noneDesired }: PodsObserved): string {
  if (noneDesired) return "it passes when at least 1 pod is desired and as many are ready";
  return `it passes when no pod is in trouble and ${desired} are ready (${ready} are)`;
}

function notesOf(facts: PodsFacts, troubled: readonly TroubledPod[]): readonly string[] {
  const hidden = troubled.length - 10;
  const leaving = facts.pods.filter((pod) => pod.deletionDueAtMs !== null).length;
  const stuck = troubled.filter(({ trouble }) => trouble.kind === "terminating").length;
  const [short] = troubled.filter(({ trouble }) => trouble.kind === "unschedulable" && trouble.message !== null);
  return [
    ...(short?.trouble.message ? [`${short.trouble.reason}: ${short.trouble.message}`] : []),
    ...(leaving > stuck ? [`${leaving - stuck} more are being deleted`] : []),
    ...(hidden > 0 ? [`${hidden} more pods in trouble are not listed`] : []),
  ];
}
