import { describe, expect, test } from "vitest";
import type { PodFact } from "../../../src/probes/kubernetes/pod-fact.ts";
import { podTrouble } from "../../../src/probes/pods/pod-trouble.ts";
import { budgets, container, ended, HOUR, MINUTE, NOW, pod, SECOND, sick, unready, waiting } from "./fixtures.ts";

const trouble = (given: PodFact) => podTrouble(given, budgets, NOW);
const loop = { waiting: waiting("CrashLoopBackOff") };
const unknown = { ...unready(0), sinceMs: null };
const { windowMs } = budgets;

describe("an end that lies as far back as the window reaches counts, an older one does not", () => {
  const restarted = (agoMs: number) =>
    pod({ containers: [container({ ready: true, runningSinceMs: NOW - MINUTE, last: ended(agoMs) })] });
  const evicted = (agoMs: number) =>
    pod({ phase: "Failed", statusReason: "Evicted", ready: unready(agoMs), containers: [] });

  test.each([
    ["a crash", restarted, "crashing"],
    ["an eviction", evicted, "evicted"],
  ] as const)("%s", (_, at, kind) => {
    expect(trouble(at(windowMs))?.kind).toBe(kind);
    expect(trouble(at(windowMs + 1))).toBeNull();
  });
});

test.each<[string, PodFact, number | null]>([
  ["not ready since then", sick(MINUTE, { ...loop, last: ended(HOUR) }), NOW - MINUTE],
  ["its end, where readiness has no time", sick(0, { ...loop, last: ended(HOUR) }, { ready: unknown }), NOW - HOUR],
  ["unknown, where nothing has a time", sick(0, loop, { ready: unknown }), null],
  ["its birth, where it was never said to be unready", sick(0, loop, { ready: null }), NOW - HOUR],
])("a crash loop's begin: %s", (_, given, sinceMs) => {
  expect(trouble(given)).toMatchObject({ kind: "crashing", reason: "CrashLoopBackOff", sinceMs });
});

describe("the wait for an image or configuration began", () => {
  const GRACE = budgets.graceMs;
  const stuck = (fields: Partial<PodFact>, last = null as ReturnType<typeof ended> | null) =>
    sick(HOUR, { waiting: waiting("CreateContainerConfigError"), last }, { phase: "Pending", ...fields });
  const scheduled = (agoMs: number) => ({ holds: true, reason: null, message: null, sinceMs: NOW - agoMs });
  // Each of the later ones would say something else, so that only the right one is taken.
  test.each<[string, (agoMs: number) => PodFact]>([
    ["with the container's last end", (agoMs) => stuck({ scheduled: scheduled(HOUR) }, ended(agoMs, "Completed", 0))],
    ["else when the pod got its node", (agoMs) => stuck({ scheduled: scheduled(agoMs) })],
    ["else with the pod", (agoMs) => stuck({ scheduled: null, createdAtMs: NOW - agoMs })],
  ])("%s", (_, since) => {
    expect(trouble(since(GRACE))?.kind).not.toBe("configurationUnavailable");
    expect(trouble(since(GRACE + 1))).toMatchObject({
      kind: "configurationUnavailable",
      sinceMs: NOW - GRACE - 1,
    });
  });

  test("nobody knows when: it is not waited for", () => {
    expect(trouble(stuck({ scheduled: null, createdAtMs: null }))).toMatchObject({ sinceMs: null });
  });
});

test("a container that ended in a way nobody knows is told without an exit code", () => {
  const last = { reason: "ContainerStatusUnknown", exitCode: null, finishedAtMs: NOW - MINUTE };
  const given = pod({ containers: [container({ ready: true, runningSinceMs: NOW, restartCount: 2, last })] });
  expect(trouble(given)).toMatchObject({
    reason: "ContainerStatusUnknown",
    message: "container api ended; 2 restarts in its life",
  });
});

test("a pod that ended well has no trouble, whatever its status says beside", () => {
  expect(trouble(pod({ phase: "Succeeded", statusReason: "Evicted", ready: null, containers: [] }))).toBeNull();
});

test("that a container beside it just started excuses no container that is not ready", () => {
  const containers = [
    container({ name: "api", runningSinceMs: NOW - HOUR }),
    container({ name: "proxy", ready: true, runningSinceMs: NOW - SECOND }),
  ];
  expect(trouble(pod({ ready: unready(HOUR), containers }))).toMatchObject({
    kind: "notReady",
    message: "not ready: api",
  });
});

test("a pod that no node takes, without a word from the scheduler", () => {
  const scheduled = { holds: false, reason: null, message: null, sinceMs: null };
  expect(trouble(pod({ phase: "Pending", ready: null, containers: [], scheduled }))).toEqual({
    kind: "unschedulable",
    reason: "Unschedulable",
    sinceMs: NOW - HOUR,
    message: null,
  });
});
