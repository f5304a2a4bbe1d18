import { describe, expect, test } from "vitest";
import type { ContainerFact, PodFact } from "../../../src/probes/kubernetes/pod-fact.ts";
import { observePods, troubledPods } from "../../../src/probes/pods/observe-pods.ts";
import { podTrouble } from "../../../src/probes/pods/pod-trouble.ts";
import { budgets, container, ended, facts, HOUR, MINUTE, NOW, pod, SECOND, unready, waiting } from "./fixtures.ts";

const { graceMs, startupMs } = budgets;
const told = (given: PodFact) => {
  const trouble = podTrouble(given, budgets, NOW);
  return trouble === null ? null : `${trouble.kind}: ${trouble.reason}`;
};
const scheduled = (agoMs: number) => ({ holds: true, reason: null, message: null, sinceMs: NOW - agoMs });

/** A pod of this age whose main container waits for these init containers. */
function initializing(agoMs: number, ...inits: readonly Partial<ContainerFact>[]): PodFact {
  return pod({
    phase: "Pending",
    createdAtMs: NOW - agoMs,
    startedAtMs: NOW - agoMs,
    scheduled: scheduled(agoMs),
    ready: unready(agoMs),
    containers: [
      ...inits.map((fields, index) => container({ name: `init-${index}`, init: true, ...fields })),
      container({ waiting: waiting("PodInitializing") }),
    ],
  });
}

/** As a kubelet reports them: done is ready, and so is a sidecar that has started. */
const done = (agoMs: number) => ({ ready: true, terminated: ended(agoMs, "Completed", 0) });
const sidecar = (agoMs: number) => ({ ready: true, runningSinceMs: NOW - agoMs });
const runs = (agoMs: number) => ({ runningSinceMs: NOW - agoMs });
const loop = { waiting: waiting("CrashLoopBackOff"), restartCount: 4 };

describe("what the init containers suffer from is the pod's trouble, not that the others wait for them", () => {
  test.each<[string, PodFact, string]>([
    ["a crash loop", initializing(HOUR, { ...loop, last: ended(MINUTE) }), "crashing: CrashLoopBackOff"],
    ["an end just now", initializing(HOUR, { terminated: ended(SECOND) }), "crashing: Error"],
    ["memory", initializing(HOUR, { ...loop, last: ended(MINUTE, "OOMKilled", 137) }), "outOfMemory: OOMKilled"],
    ["memory, just now", initializing(HOUR, { terminated: ended(SECOND, "OOMKilled", 137) }), "outOfMemory: OOMKilled"],
    ["an image", initializing(HOUR, { waiting: waiting("ErrImagePull") }), "imageUnavailable: ErrImagePull"],
    ["the second", initializing(HOUR, done(MINUTE), { ...loop, last: ended(MINUTE) }), "crashing: CrashLoopBackOff"],
    [
      "one after a sidecar",
      initializing(HOUR, sidecar(HOUR), { ...loop, last: ended(MINUTE) }),
      "crashing: CrashLoopBackOff",
    ],
  ])("%s", (_, given, is) => {
    expect(told(given)).toBe(is);
  });
});

describe("an init container that runs has the start-up budget, e.g. while it loads a model", () => {
  test("within it nothing is told, and past it that the pod is not ready: its image is there", () => {
    expect(told(initializing(HOUR, runs(startupMs)))).toBeNull();
    expect(podTrouble(initializing(HOUR, done(5 * MINUTE), runs(startupMs + 1)), budgets, NOW)).toEqual({
      kind: "notReady",
      reason: "PodInitializing",
      sinceMs: NOW - HOUR,
      message: "init container init-1 is still running",
    });
  });

  test("since its start, where nothing is said of the pod's readiness", () => {
    const unsaid = { ...initializing(HOUR, runs(2 * MINUTE)), ready: null };
    expect(podTrouble(unsaid, budgets, NOW)?.sinceMs).toBe(NOW - 2 * MINUTE);
  });

  test("a sidecar that has started is not what is waited for", () => {
    expect(told(initializing(graceMs, sidecar(graceMs)))).toBeNull();
    expect(told(initializing(graceMs + 1, sidecar(graceMs + 1)))).toBe("notStarted: PodInitializing");
  });
});

describe("a pod that is Pending for longer than the grace has not started, whatever else is not known of it", () => {
  const silent = (agoMs: number, fields: Partial<PodFact> = {}) =>
    pod({
      phase: "Pending",
      createdAtMs: NOW - agoMs,
      scheduled: scheduled(agoMs),
      ready: null,
      containers: [],
      startedAtMs: null,
      ...fields,
    });

  test.each<[string, (agoMs: number) => PodFact, string, string | null]>([
    [
      "no scheduler took notice",
      (agoMs) => silent(agoMs, { scheduled: null, node: null }),
      "notStarted: Pending",
      "no scheduler has said anything of it",
    ],
    ["its node is silent", silent, "notStarted: Pending", "node node-1 has said nothing of its containers"],
    ["its node is silent and unknown", (agoMs) => silent(agoMs, { node: null }), "notStarted: Pending", null],
    [
      "a wait of an unknown kind",
      (agoMs) => silent(agoMs, { containers: [container({ waiting: waiting("SomethingNew") })] }),
      "notStarted: SomethingNew",
      null,
    ],
    [
      "its image is pulled, its init containers aside",
      (agoMs) => initializing(agoMs),
      "notStarted: PodInitializing",
      null,
    ],
    // The kubelet calls the pull of the main container's image so too: it begins when the last init container is done.
    ["after its init container", (agoMs) => initializing(HOUR, done(agoMs)), "notStarted: PodInitializing", null],
    ["after its sidecar", (agoMs) => initializing(HOUR, sidecar(agoMs)), "notStarted: PodInitializing", null],
  ])("%s", (_, since, is, message) => {
    expect(told(since(graceMs))).toBeNull();
    expect(told(since(graceMs + 1))).toBe(is);
    expect(podTrouble(since(graceMs + 1), budgets, NOW)).toMatchObject({ sinceMs: NOW - graceMs - 1, message });
  });

  test("nobody knows since when: it is not waited for", () => {
    expect(told(silent(HOUR, { scheduled: null, createdAtMs: null }))).toBe("notStarted: Pending");
  });

  test("one that a node lost is not ready, and not starting either", () => {
    expect(told(pod({ phase: "Unknown", ready: unready(HOUR) }))).toBe("notReady: NotReady");
  });

  test("so that no pod starts for ever: a surge pod stuck beside enough ready ones is in trouble", () => {
    const given = facts([pod(), silent(HOUR, { name: "b", scheduled: null, node: null })], { desired: 1 });
    const observed = observePods(given, troubledPods(given, budgets, NOW));
    expect(observed).toMatchObject({ starting: 0, notStarted: 1, unhealthyTotal: 1, allReady: false });
  });
});
