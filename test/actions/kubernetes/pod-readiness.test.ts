import { describe, expect, test } from "vitest";
import type { Condition, Pod } from "../../../src/actions/kubernetes/objects.ts";
import { isCurrent, isReady, readySinceMs } from "../../../src/actions/kubernetes/pod-readiness.ts";
import { pod } from "./fixtures.ts";

const since = "2026-11-22T03:00:07Z";
const running = pod("a", "rs", true, since);
const scheduled: Condition = { type: "PodScheduled", status: "True", lastTransitionTime: "2026-11-22T02:00:00Z" };

function withConditions(...conditions: readonly Condition[]): Pod {
  return { ...running, status: { phase: "Running", conditions } };
}
function inPhase(phase: string): Pod {
  return { ...running, status: { ...running.status, phase } };
}
const ready: Condition = { type: "Ready", status: "True", lastTransitionTime: since };

// A pod that is being removed, or is at its end, may still carry the condition Ready: it gets no traffic.
describe("whether a pod counts, and whether it gets traffic", () => {
  test.each([
    ["running and ready", running, true, true],
    ["ready among its other conditions", withConditions(scheduled, ready), true, true],
    ["not ready", pod("a", "rs", false), true, false],
    ["scheduled, and nobody says whether ready", withConditions(scheduled), true, false],
    ["readiness unknown, its node being lost", withConditions({ type: "Ready", status: "Unknown" }), true, false],
    ["pending", { ...running, status: { phase: "Pending" } }, true, false],
    ["made a moment ago, without a status", { metadata: running.metadata }, true, false],
    [
      "being removed",
      { ...running, metadata: { ...running.metadata, deletionTimestamp: "2026-11-22T03:01:00Z" } },
      false,
      false,
    ],
    ["finished", inPhase("Succeeded"), false, false],
    ["failed or evicted", inPhase("Failed"), false, false],
  ])("%s", (_, each: Pod, current, traffic) => {
    expect([isCurrent(each), isReady(each)]).toEqual([current, traffic]);
  });
});

describe("since when a pod is ready", () => {
  test.each([
    ["the time of its condition Ready, not of another", withConditions(scheduled, ready), Date.parse(since)],
    ["unknown where the condition has no time", withConditions({ type: "Ready", status: "True" }), null],
    ["not at all while it is not ready", pod("a", "rs", false, since), null],
    ["not any more once it is at its end", inPhase("Failed"), null],
  ])("%s", (_, each, expected) => {
    expect(readySinceMs(each)).toBe(expected);
  });
});
