import { describe, expect, test } from "vitest";
import type { PodFact } from "../../../src/probes/kubernetes/pod-fact.ts";
import { judgePods } from "../../../src/probes/pods/judge-pods.ts";
import { budgets, facts, HOUR, MINUTE, NOW, pod, SECOND, sick, waiting } from "./fixtures.ts";

const judge = (given: ReturnType<typeof facts>) => judgePods(given, budgets, NOW);
const justNow = { movedAtMs: NOW - 10 * SECOND };
const longAgo = { movedAtMs: NOW - HOUR };

/** Its image is pulled for longer than a start may take, and not for as long as a pull may: late, but in no trouble yet. */
const late = (name: string): PodFact => pulling(name, 90 * SECOND);
const young = (name: string): PodFact => pulling(name, 30 * SECOND);

function pulling(name: string, agoMs: number): PodFact {
  const scheduled = { holds: true, reason: null, message: null, sinceMs: NOW - agoMs };
  const times = { createdAtMs: NOW - HOUR, startedAtMs: NOW - agoMs, scheduled };
  return sick(agoMs, { waiting: waiting("ContainerCreating") }, { name, phase: "Pending", ...times });
}

describe("fewer than desired are ready, and none is in trouble", () => {
  test.each<[string, ReturnType<typeof facts>, string, string]>([
    ["one is late", facts([pod(), late("b")], longAgo), "fail", "1 started more than 60 s ago"],
    ["one is late, though all just moved", facts([pod(), late("b")], justNow), "fail", "1 started more than 60 s ago"],
    ["one is late beside a young one", facts([late("b"), young("c")], justNow), "fail", "1 started more than 60 s ago"],
    ["all are young", facts([young("b"), young("c")], longAgo), "inconclusive", "2 started less than 60 s ago"],
    ["one young and one absent", facts([young("b")], { desired: 2, ...justNow }), "inconclusive", "1 not created yet"],
    ["one young, one never made", facts([young("b")], { desired: 2, ...longAgo }), "fail", "1 never created"],
    ["one late, one never made", facts([late("b")], { desired: 2, ...longAgo }), "fail", "1 never created"],
    ["one late, one may come", facts([late("b")], { desired: 2, ...justNow }), "fail", "1 started more than 60 s ago"],
  ])("%s", (_, given, verdict, because) => {
    const judged = judge(given);
    expect(judged.verdict).toBe(verdict);
    expect(judged.summary).toMatch(new RegExp(`ready: ${because}$`));
  });

  // Created half a minute ago: the Deployment is at work whatever its conditions say. None of them is one that starts.
  const born = { createdAtMs: NOW - 30 * SECOND, startedAtMs: NOW - 30 * SECOND };
  test.each<[string, PodFact, number]>([
    ["ready already", pod({ name: "b", ...born }), 3],
    ["on its way out", pod({ name: "b", deletionDueAtMs: NOW + MINUTE, ...born }), 2],
    ["ended", pod({ name: "b", phase: "Succeeded", ready: null, ...born }), 2],
  ])("a pod that is %s does not count as one that starts, and tells that others may come", (_, other, desired) => {
    expect(judge(facts([pod(), other], { desired, ...longAgo })).summary).toMatch(/ready: 1 not created yet$/);
  });
});

test("where all there were are in trouble, the trouble is said and not that there are none", () => {
  const evicted = pod({ phase: "Failed", statusReason: "Evicted", ready: null, containers: [], revision: 13 });
  expect(judge(facts([evicted], { desired: 4 })).summary).toBe("0 of 4 ready: 1 Evicted");
});
