import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PodFact } from "../../../src/probes/kubernetes/pod-fact.ts";
import { judgePods } from "../../../src/probes/pods/judge-pods.ts";
import { podsObserved } from "../../../src/probes/pods/pods-observed.ts";
import {
  budgets,
  container,
  ended,
  facts,
  HOUR,
  MINUTE,
  NOW,
  pod,
  SECOND,
  sick,
  unready,
  waiting,
} from "./fixtures.ts";

const judge = (given: ReturnType<typeof facts>) => judgePods(given, budgets, NOW);
const looping = (name: string, revision: number, sinceMs = 2 * MINUTE) =>
  sick(sinceMs, { waiting: waiting("CrashLoopBackOff"), restartCount: 3, last: ended(MINUTE) }, { name, revision });
const starting = (agoMs: number) =>
  sick(agoMs, { runningSinceMs: NOW - agoMs }, { createdAtMs: NOW - agoMs, name: "feature-api-new" });

describe("the verdict", () => {
  test("as many ready as desired, none in trouble: pass", () => {
    const { verdict, summary, observed } = judge(facts([pod(), pod({ name: "b" })]));
    expect({ verdict, summary }).toEqual({ verdict: "pass", summary: "2 of 2 ready" });
    expect(observed).toMatchObject({
      desired: 2,
      total: 2,
      ready: 2,
      allReady: true,
      firstUnhealthyAt: null,
      reasons: {},
    });
  });

  test("none desired is a fail, not 0 of 0", () => {
    const { verdict, summary, observed } = judge(facts([], { desired: 0 }));
    expect({ verdict, summary }).toEqual({ verdict: "fail", summary: "none desired (scaled to 0)" });
    expect(observed).toMatchObject({ noneDesired: true, allReady: false, desired: 0, total: 0 });
  });

  test("none found where some are desired is a fail", () => {
    expect(judge(facts([], { desired: 4 })).verdict).toBe("fail");
  });

  test("none found by labels is a fail", () => {
    expect(judge(facts([], { desired: null, revisions: [] })).verdict).toBe("fail");
  });

  test("one in trouble beside enough ready ones is a fail", () => {
    const surge = [pod({ revision: 13 }), pod({ name: "b", revision: 13 }), looping("c", 14)];
    const { verdict, summary } = judge(facts(surge, { desired: 2 }));
    expect({ verdict, summary }).toEqual({
      verdict: "fail",
      summary: "2 of 2 ready: 1 CrashLoopBackOff, of revision 14",
    });
  });

  test("a pod that starts is neither a fail nor a pass within its budget, and a fail past it", () => {
    expect(judge(facts([pod(), starting(30 * SECOND)])).verdict).toBe("inconclusive");
    expect(judge(facts([pod(), starting(61 * SECOND)])).verdict).toBe("fail");
  });

  test("a pod that starts is no problem while the Deployment has its minimum", () => {
    const autoscaled = facts([pod(), starting(30 * SECOND)], { available: true });
    expect(judge(autoscaled)).toMatchObject({ verdict: "pass", observed: { allReady: false, starting: 1 } });
    expect(judge(facts([pod(), starting(61 * SECOND)], { available: true })).verdict).toBe("fail");
    expect(judge(facts([starting(30 * SECOND)], { available: true })).verdict).toBe("inconclusive");
    expect(judge(facts([pod(), starting(30 * SECOND)], { available: null })).verdict).toBe("inconclusive");
  });

  test("a pod whose container is still created counts against the start-up budget though it is not in trouble yet", () => {
    const creating = sick(
      90 * SECOND,
      { waiting: waiting("ContainerCreating") },
      {
        phase: "Pending",
        createdAtMs: NOW - 90 * SECOND,
        startedAtMs: null,
        scheduled: { holds: true, reason: null, message: null, sinceMs: NOW - 90 * SECOND },
      },
    );
    const { verdict, observed } = judge(facts([pod(), creating]));
    expect(verdict).toBe("fail");
    expect(observed).toMatchObject({ unhealthyTotal: 0, starting: 1 });
  });

  test("a pod that was never created is a fail once the Deployment has not moved for the budget", () => {
    expect(judge(facts([pod()], { desired: 2, movedAtMs: NOW - 61 * SECOND })).verdict).toBe("fail");
    expect(judge(facts([pod()], { desired: 2, movedAtMs: NOW - 10 * SECOND })).verdict).toBe("inconclusive");
    expect(judge(facts([pod({ createdAtMs: null })], { desired: 2, movedAtMs: null })).verdict).toBe("fail");
  });

  test("a finished pod with the same owner is not counted", () => {
    const done = pod({ name: "done", phase: "Succeeded", ready: unready(HOUR) });
    const { verdict, observed } = judge(facts([pod(), done], { desired: 1 }));
    expect(verdict).toBe("pass");
    expect(observed["total"]).toBe(1);
  });
});

describe("what conditions read", () => {
  test("trouble in the newest revision only", () => {
    const only = judge(facts([pod({ revision: 13 }), looping("b", 14)])).observed;
    const both = judge(facts([looping("a", 13), looping("b", 14)])).observed;
    const none = judge(facts([pod()])).observed;
    expect([only, both, none].map((observed) => observed["unhealthyOnlyInNewRevision"])).toEqual([true, false, false]);
  });

  test("reasons by the cluster's words, and the earliest begin", () => {
    const memory = sick(
      5 * MINUTE,
      { waiting: waiting("CrashLoopBackOff"), last: ended(MINUTE, "OOMKilled", 137) },
      { name: "m" },
    );
    const { observed } = judge(facts([looping("a", 14), looping("b", 14, 3 * MINUTE), memory]));
    expect(observed).toMatchObject({
      reasons: { CrashLoopBackOff: 2, OOMKilled: 1 },
      crashing: 2,
      outOfMemory: 1,
      firstUnhealthyAt: "2026-11-22T03:05:00Z",
      unhealthy: [
        { name: "m" },
        { name: "b", reason: "CrashLoopBackOff", since: "2026-11-22T03:07:00Z", revision: 14 },
        { name: "a" },
      ],
    });
  });

  test("revisions that have pods, and the newest in any case", () => {
    const { observed } = judge(facts([pod({ revision: 13 }), pod({ name: "b", revision: 13 })]));
    expect(observed["revisions"]).toEqual([
      { revision: 14, hash: "6c7d", pods: 0, ready: 0 },
      { revision: 13, hash: "5b8f", pods: 2, ready: 2 },
    ]);
  });

  test("the list of unhealthy pods is bounded, and what is left out is said", () => {
    const many = Array.from({ length: 40 }, (_, index) => looping(`pod-${index}`, 14));
    const { observed, notes } = judge(facts(many));
    expect(observed["unhealthyTotal"]).toBe(40);
    expect(observed["unhealthy"]).toHaveLength(10);
    expect(notes).toContain("30 more pods in trouble are not listed");
  });
});

describe("for any pods", () => {
  const moment = fc.integer({ min: 0, max: 4 * HOUR }).map((agoMs) => NOW - agoMs);
  const known = fc.option(moment);
  const anyEnd = fc.option(
    fc.record({
      reason: fc.constantFrom("Error", "OOMKilled", "Completed"),
      exitCode: fc.constantFrom(0, 1, 137, null),
      finishedAtMs: known,
    }),
  );
  const anyContainer = fc
    .record({
      init: fc.boolean(),
      ready: fc.boolean(),
      restartCount: fc.nat(50),
      waiting: fc.option(
        fc
          .constantFrom("CrashLoopBackOff", "ImagePullBackOff", "ErrImagePull", "ContainerCreating", "SomethingNew")
          .map(waiting),
      ),
      runningSinceMs: known,
      terminated: anyEnd,
      last: anyEnd,
    })
    .map(container);
  const condition = fc.option(
    fc.record({ holds: fc.boolean(), reason: fc.constant(null), message: fc.constant(null), sinceMs: known }),
  );
  const anyPod: fc.Arbitrary<PodFact> = fc
    .record({
      phase: fc.constantFrom("Pending", "Running", "Succeeded", "Failed", "Unknown"),
      revision: fc.constantFrom(12, 13, 14, null),
      createdAtMs: known,
      startedAtMs: known,
      deletionDueAtMs: fc.option(moment, { freq: 5 }),
      statusReason: fc.constantFrom(null, "Evicted"),
      scheduled: condition,
      ready: condition,
      containers: fc.array(anyContainer, { maxLength: 3 }),
    })
    .map(pod);
  const mixed = fc.oneof({ weight: 2, arbitrary: fc.constant(pod()) }, { weight: 1, arbitrary: anyPod });
  const anyFacts = fc
    .record({
      pods: fc.array(mixed, { maxLength: 4 }),
      desired: fc.option(fc.nat(3)),
      movedAtMs: known,
      available: fc.constantFrom(true, false, null),
    })
    .map(({ pods, ...rest }) => facts(pods, rest));

  test("a pass has ready pods, as many as desired or the minimum, and nobody in trouble", () => {
    let passes = 0;
    fc.assert(
      fc.property(anyFacts, (given) => {
        const { verdict, observed } = judge(given);
        if (verdict !== "pass") return;
        passes += 1;
        const ready = given.pods.filter(
          (one) =>
            one.ready?.holds === true &&
            one.deletionDueAtMs === null &&
            (one.phase === "Running" || one.phase === "Pending" || one.phase === "Unknown"),
        );
        expect(ready.length).toBeGreaterThan(0);
        if (given.available !== true) expect(ready.length).toBeGreaterThanOrEqual(given.desired ?? 1);
        expect(observed["unhealthy"]).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
    expect(passes).toBeGreaterThan(100);
  });

  test("what is observed is of the published shape, and its counts agree", () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const observed = podsObserved.parse(judge(given).observed);
        const { unhealthyTotal, reasons } = observed;
        expect(Object.values(reasons).reduce((sum, count) => sum + count, 0)).toBe(unhealthyTotal);
        expect(observed.ready).toBeLessThanOrEqual(observed.total);
        if (observed.allReady) expect(judge(given).verdict).toBe("pass");
      }),
    );
  });
});

describe("in words", () => {
  const old = { movedAtMs: NOW - 61 * SECOND };

  test.each<[string, ReturnType<typeof facts>, string]>([
    ["none found", facts([], { desired: 4 }), "0 of 4 ready: no pods found"],
    ["one in trouble", facts([looping("a", 14), pod()]), "1 of 2 ready: 1 CrashLoopBackOff, of revision 14"],
    [
      "two in trouble",
      facts([looping("a", 14), looping("b", 14)]),
      "0 of 2 ready: 2 CrashLoopBackOff, all of revision 14",
    ],
    [
      "trouble of two revisions, the more frequent first",
      facts([
        sick(MINUTE, { waiting: waiting("ImagePullBackOff") }, { name: "c", phase: "Pending" }),
        looping("a", 13),
        looping("b", 14),
      ]),
      "0 of 3 ready: 2 CrashLoopBackOff, 1 ImagePullBackOff",
    ],
    ["one starts", facts([pod(), starting(60 * SECOND)]), "1 of 2 ready: 1 started less than 60 s ago"],
    ["one was to start", facts([pod(), starting(61 * SECOND)]), "1 of 2 ready: 1 NotReady, of revision 14"],
    [
      "one is not created yet",
      facts([pod()], { desired: 2, movedAtMs: NOW - 60 * SECOND }),
      "1 of 2 ready: 1 not created yet",
    ],
    ["two never were", facts([pod()], { desired: 3, ...old }), "1 of 3 ready: 2 never created"],
  ])("%s", (_, given, summary) => {
    expect(judge(given).summary).toBe(summary);
  });

  test("what was seen, each pod in trouble with its begin", () => {
    const judged = judge(facts([pod(), looping("b", 14), sick(MINUTE, {}, { name: "c", revision: null })]));
    expect(judged.evidence).toEqual([
      { what: "ready pods", value: 1, limit: 3, atMs: NOW },
      { what: "pod b of revision 14", value: "CrashLoopBackOff", atMs: NOW - 2 * MINUTE },
      { what: "pod c", value: "NotReady: not ready: api", atMs: NOW - MINUTE },
    ]);
  });

  test("what would have decided otherwise", () => {
    expect(judge(facts([pod()])).flip).toBeNull();
    expect(judge(facts([pod()], { desired: 2, ...old })).flip).toBe(
      "it passes when no pod is in trouble and 2 are ready (1 are)",
    );
    expect(judge(facts([], { desired: 0 })).flip).toBe(
      "it passes when at least 1 pod is desired and as many are ready",
    );
  });

  test("what deserves attention beside it", () => {
    expect(judge(facts([pod()])).notes).toEqual([]);
    const leaving = (name: string, dueMs: number) => pod({ name, deletionDueAtMs: NOW + dueMs });
    expect(judge(facts([pod(), leaving("b", MINUTE), leaving("c", -MINUTE)])).notes).toEqual([
      "1 more are being deleted",
    ]);
    expect(judge(facts([pod(), leaving("c", -MINUTE)])).notes).toEqual([]);
    const ten = Array.from({ length: 10 }, (_, index) => looping(`pod-${index}`, 14));
    expect(judge(facts(ten)).notes).toEqual([]);
    expect(judge(facts([...ten, looping("x", 14)])).notes).toEqual(["1 more pods in trouble are not listed"]);
    const unscheduled = pod({
      phase: "Pending",
      ready: null,
      containers: [],
      scheduled: { holds: false, reason: "Unschedulable", message: "3 Insufficient cpu.", sinceMs: NOW },
    });
    expect(judge(facts([pod(), unscheduled])).notes).toEqual(["Unschedulable: too little CPU: 3 Insufficient cpu."]);
  });
});

describe("what is counted", () => {
  test("each kind of trouble by itself", () => {
    const kinds = [
      sick(MINUTE, { waiting: waiting("ImagePullBackOff") }, { name: "a", phase: "Pending" }),
      sick(HOUR, { waiting: waiting("CreateContainerConfigError") }, { name: "b", phase: "Pending" }),
      sick(HOUR, { waiting: waiting("ContainerCreating") }, { name: "c", phase: "Pending" }),
      pod({ name: "d", phase: "Failed", statusReason: "Evicted", ready: null, containers: [] }),
      pod({ name: "e", deletionDueAtMs: NOW - HOUR }),
      sick(HOUR, { runningSinceMs: NOW - HOUR }, { name: "f" }),
    ];
    expect(judge(facts([pod(), ...kinds])).observed).toMatchObject({
      crashing: 0,
      outOfMemory: 0,
      unschedulable: 0,
      imageUnavailable: 1,
      configurationUnavailable: 1,
      notStarted: 1,
      evicted: 1,
      terminating: 1,
      notReady: 1,
      unhealthyTotal: 6,
      // Neither the evicted one nor the one that leaves counts for its controller.
      total: 5,
      starting: 0,
    });
  });

  test("pods in trouble, the longest first, then by name, those of unknown begin last", () => {
    const evicted = pod({ name: "z", phase: "Failed", statusReason: "Evicted", ready: null, containers: [] });
    const { observed } = judge(facts([evicted, looping("b", 14), looping("a", 14), looping("c", 14, 3 * MINUTE)]));
    expect((observed["unhealthy"] as { name: string }[]).map(({ name }) => name)).toEqual(["c", "a", "b", "z"]);
  });

  test("ready and all of each revision", () => {
    const { observed } = judge(
      facts([pod(), pod({ name: "b", ready: unready(MINUTE) }), pod({ name: "c", revision: 13 })]),
    );
    expect(observed["revisions"]).toEqual([
      { revision: 14, hash: "6c7d", pods: 2, ready: 1 },
      { revision: 13, hash: "5b8f", pods: 1, ready: 1 },
    ]);
  });
});
