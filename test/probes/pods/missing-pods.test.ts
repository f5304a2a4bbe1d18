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

  const born = { createdAtMs: NOW - 30 * SECOND, startedAtMs: NOW - 30 * SECOND };
  test("a pod that was created half a minute ago tells that others may come, whatever the conditions say", () => {
    const other = pod({ name: "b", ...born });
    expect(judge(facts([pod(), other], { desired: 3, ...longAgo })).summary).toMatch(/ready: 1 not created yet$/);
  });

  test.each<[string, PodFact]>([
    ["on its way out", pod({ name: "b", deletionDueAtMs: NOW + MINUTE, ...born })],
    ["done", pod({ name: "b", phase: "Succeeded", ready: null, ...born })],
    ["failed before, replaced", pod({ name: "b", phase: "Failed", statusReason: "OutOfcpu", ready: null })],
  ])("one that is %s tells nothing of others", (_, other) => {
    const judged = judge(facts([pod(), other], { desired: 2, ...longAgo, available: true }));
    expect([judged.verdict, judged.summary]).toEqual(["fail", "1 of 2 ready: 1 never created"]);
  });

  // Made anew every few seconds and rejected by its node, so that there is always a young one.
  const rejected = (name: string, statusReason: string | null, agoMs: number) =>
    pod({ name, phase: "Failed", statusReason, ready: null, containers: [], createdAtMs: NOW - agoMs });
  test("pods that are made and rejected again and again are no movement, and their reasons are said", () => {
    const pods = [
      pod(),
      rejected("b", "OutOfcpu", 5 * SECOND),
      rejected("c", "UnexpectedAdmissionError", 10 * SECOND),
      rejected("d", "UnexpectedAdmissionError", 10 * MINUTE),
      rejected("e", null, MINUTE),
      rejected("f", "NodeAffinity", 10 * MINUTE + 1),
    ];
    const judged = judge(facts(pods, { desired: 2, ...longAgo, available: true }));
    expect([judged.verdict, judged.summary]).toEqual([
      "fail",
      "1 of 2 ready: 1 missing, and 4 made in the last 10 min failed (2 UnexpectedAdmissionError, 1 Failed, 1 OutOfcpu)",
    ]);
    expect(judge(facts([rejected("b", "OutOfcpu", 5 * SECOND)], { desired: 2 })).summary).toBe(
      "0 of 2 ready: no pods left, and 1 made in the last 10 min failed (1 OutOfcpu)",
    );
  });

  test("one late beside more pods than are desired, as during a release, is a late one", () => {
    const { summary } = judge(facts([late("b"), late("c")], { desired: 1, ...longAgo }));
    expect(summary).toBe("0 of 1 ready: 2 started more than 60 s ago");
  });
});

test("where all there were are in trouble, the trouble is said and not that there are none", () => {
  const evicted = pod({ phase: "Failed", statusReason: "Evicted", ready: null, containers: [], revision: 13 });
  expect(judge(facts([evicted], { desired: 4 })).summary).toBe("0 of 4 ready: 1 Evicted");
});
