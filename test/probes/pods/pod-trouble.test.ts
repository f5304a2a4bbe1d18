import { expect, test } from "vitest";
import { podTrouble } from "../../../src/probes/pods/pod-trouble.ts";
import type { PodFact } from "../../../src/probes/kubernetes/pod-fact.ts";
import type { Trouble } from "../../../src/probes/pods/trouble.ts";
import { budgets, container, ended, HOUR, MINUTE, NOW, pod, SECOND, sick, unready, waiting } from "./fixtures.ts";

interface Row {
  readonly name: string;
  readonly pod: PodFact;
  readonly is: Pick<Trouble, "kind" | "reason"> | null;
  readonly since?: number;
}

const notScheduled = (reason: string, message: string) => ({
  holds: false,
  reason,
  message,
  sinceMs: NOW - 10 * SECOND,
});
const unscheduledPod = (reason: string, message: string) =>
  pod({
    phase: "Pending",
    scheduled: notScheduled(reason, message),
    ready: null,
    containers: [],
    node: null,
    startedAtMs: null,
  });
const pending = (agoMs: number, reason: string): PodFact =>
  sick(
    agoMs,
    { waiting: waiting(reason) },
    {
      phase: "Pending",
      createdAtMs: NOW - agoMs,
      scheduled: { holds: true, reason: null, message: null, sinceMs: NOW - agoMs },
    },
  );
const leaving = (dueMs: number, fields: Partial<PodFact> = {}) => pod({ deletionDueAtMs: NOW + dueMs, ...fields });
const loop = { waiting: waiting("CrashLoopBackOff"), restartCount: 4 };

const rows: readonly Row[] = [
  { name: "a healthy pod", pod: pod(), is: null },
  { name: "told to go, inside its grace period", pod: leaving(20 * SECOND), is: null },
  { name: "just past its grace period", pod: leaving(-29 * SECOND), is: null },
  {
    name: "stuck terminating",
    pod: leaving(-31 * SECOND),
    is: { kind: "terminating", reason: "Terminating" },
    since: 31 * SECOND,
  },
  {
    name: "stuck terminating comes before its crash loop",
    pod: leaving(-MINUTE, { ready: unready(HOUR), containers: [container(loop)] }),
    is: { kind: "terminating", reason: "Terminating" },
  },
  {
    name: "a crash loop on its way out in time is none",
    pod: leaving(5 * SECOND, { ready: unready(HOUR), containers: [container(loop)] }),
    is: null,
  },
  { name: "ended well", pod: pod({ phase: "Succeeded", ready: unready(HOUR) }), is: null },
  {
    name: "evicted a minute ago",
    pod: pod({
      phase: "Failed",
      statusReason: "Evicted",
      ready: unready(MINUTE),
      containers: [container({ terminated: ended(MINUTE, "Error", 137) })],
    }),
    is: { kind: "evicted", reason: "Evicted" },
    since: MINUTE,
  },
  {
    name: "evicted, no time known",
    pod: pod({ phase: "Failed", statusReason: "Evicted", ready: null, containers: [] }),
    is: { kind: "evicted", reason: "Evicted" },
  },
  {
    name: "evicted yesterday and replaced",
    pod: pod({ phase: "Failed", statusReason: "Evicted", ready: unready(24 * HOUR), containers: [] }),
    is: null,
  },
  {
    name: "shut down with its node",
    pod: pod({ phase: "Failed", statusReason: "Terminated", ready: unready(MINUTE), containers: [] }),
    is: null,
  },
  {
    name: "no node takes it",
    pod: unscheduledPod("Unschedulable", "0/3 nodes are available: 3 Insufficient cpu."),
    is: { kind: "unschedulable", reason: "Unschedulable" },
    since: 10 * SECOND,
  },
  {
    name: "held by a scheduling gate",
    pod: unscheduledPod("SchedulingGated", "waiting"),
    is: { kind: "unschedulable", reason: "SchedulingGated" },
  },
  {
    name: "image back-off at once",
    pod: pending(2 * SECOND, "ImagePullBackOff"),
    is: { kind: "imageUnavailable", reason: "ImagePullBackOff" },
    since: 2 * SECOND,
  },
  {
    name: "a wrong image name at once",
    pod: pending(2 * SECOND, "InvalidImageName"),
    is: { kind: "imageUnavailable", reason: "InvalidImageName" },
  },
  { name: "image error inside the grace", pod: pending(119 * SECOND, "ErrImagePull"), is: null },
  {
    name: "image error past the grace",
    pod: pending(121 * SECOND, "ErrImagePull"),
    is: { kind: "imageUnavailable", reason: "ErrImagePull" },
  },
  { name: "creating inside the grace", pod: pending(100 * SECOND, "ContainerCreating"), is: null },
  {
    name: "creating past the grace",
    pod: pending(130 * SECOND, "ContainerCreating"),
    is: { kind: "notStarted", reason: "ContainerCreating" },
  },
  { name: "configuration missing inside the grace", pod: pending(60 * SECOND, "CreateContainerConfigError"), is: null },
  {
    name: "configuration missing past the grace",
    pod: pending(180 * SECOND, "CreateContainerConfigError"),
    is: { kind: "configurationUnavailable", reason: "CreateContainerConfigError" },
  },
  {
    name: "an init container's image",
    pod: sick(
      MINUTE,
      {},
      {
        phase: "Pending",
        containers: [
          container({ name: "migrate", init: true, waiting: waiting("ImagePullBackOff") }),
          container({ waiting: waiting("PodInitializing") }),
        ],
      },
    ),
    is: { kind: "imageUnavailable", reason: "ImagePullBackOff" },
  },
  {
    name: "killed for its memory and waiting to start again",
    pod: sick(3 * MINUTE, { ...loop, last: ended(MINUTE, "OOMKilled", 137) }),
    is: { kind: "outOfMemory", reason: "OOMKilled" },
    since: 3 * MINUTE,
  },
  {
    name: "the back-off after an OOM kill outlasts the window",
    pod: sick(HOUR, { ...loop, last: ended(30 * MINUTE, "OOMKilled", 137) }),
    is: { kind: "outOfMemory", reason: "OOMKilled" },
  },
  {
    name: "killed for its memory, running again",
    pod: pod({
      containers: [
        container({
          ready: true,
          runningSinceMs: NOW - MINUTE,
          restartCount: 1,
          last: ended(2 * MINUTE, "OOMKilled", 137),
        }),
      ],
    }),
    is: { kind: "outOfMemory", reason: "OOMKilled" },
    since: 2 * MINUTE,
  },
  {
    name: "killed for its memory four days ago",
    pod: pod({
      containers: [
        container({
          ready: true,
          runningSinceMs: NOW - 96 * HOUR,
          restartCount: 1,
          last: ended(96 * HOUR, "OOMKilled", 137),
        }),
      ],
    }),
    is: null,
  },
  {
    name: "exit code 137 alone is no proof of memory",
    pod: sick(MINUTE, { ...loop, last: ended(MINUTE, "Error", 137) }),
    is: { kind: "crashing", reason: "CrashLoopBackOff" },
  },
  {
    name: "a crash loop",
    pod: sick(4 * MINUTE, { ...loop, last: ended(MINUTE) }),
    is: { kind: "crashing", reason: "CrashLoopBackOff" },
    since: 4 * MINUTE,
  },
  {
    name: "a crash loop in its moment of Running",
    pod: pod({
      containers: [
        container({ ready: true, runningSinceMs: NOW - 2 * SECOND, restartCount: 9, last: ended(20 * SECOND) }),
      ],
    }),
    is: { kind: "crashing", reason: "Error" },
    since: 20 * SECOND,
  },
  {
    name: "just crashed, not yet in a back-off",
    pod: sick(SECOND, { terminated: ended(SECOND) }),
    is: { kind: "crashing", reason: "Error" },
  },
  {
    name: "many restarts, all of them long ago",
    pod: pod({
      containers: [
        container({ ready: true, runningSinceMs: NOW - 20 * HOUR, restartCount: 57, last: ended(20 * HOUR) }),
      ],
    }),
    is: null,
  },
  {
    name: "an init container that did its work a second ago",
    pod: pod({
      containers: [
        container({ name: "migrate", init: true, terminated: ended(SECOND, "Completed", 0) }),
        container({ ready: true, runningSinceMs: NOW - SECOND }),
      ],
    }),
    is: null,
  },
  {
    name: "an init container that failed",
    pod: sick(
      MINUTE,
      {},
      {
        phase: "Pending",
        containers: [container({ name: "migrate", init: true, terminated: ended(SECOND) }), container()],
      },
    ),
    is: { kind: "crashing", reason: "Error" },
  },
  { name: "starting for 59 s", pod: sick(59 * SECOND, { runningSinceMs: NOW - 59 * SECOND }), is: null },
  {
    name: "not ready 61 s after its start",
    pod: sick(61 * SECOND, { runningSinceMs: NOW - 61 * SECOND }),
    is: { kind: "notReady", reason: "NotReady" },
    since: 61 * SECOND,
  },
  {
    name: "up for an hour, not ready for 5 s",
    pod: sick(5 * SECOND, { runningSinceMs: NOW - HOUR }),
    is: { kind: "notReady", reason: "NotReady" },
    since: 5 * SECOND,
  },
  {
    name: "running, and nothing said of its readiness",
    pod: pod({ ready: null, containers: [] }),
    is: { kind: "notReady", reason: "NotReady" },
  },
];

test.each(rows)("$name", ({ pod, is, since }) => {
  const trouble = podTrouble(pod, budgets, NOW);
  expect(trouble === null ? null : { kind: trouble.kind, reason: trouble.reason }).toEqual(is);
  if (since !== undefined) expect(trouble?.sinceMs).toBe(NOW - since);
});

test("the scheduler's sentence is classified", () => {
  const said = (message: string) => podTrouble(unscheduledPod("Unschedulable", message), budgets, NOW)?.message;
  expect(said("0/3 nodes are available: 3 Insufficient nvidia.com/gpu.")).toMatch(/^too few GPUs: 0\/3/);
  expect(said("0/3 nodes are available: 3 Insufficient memory.")).toMatch(/^too little memory/);
  expect(said("0/1 nodes are available: 1 node(s) had untolerated taint {dedicated: ml}.")).toMatch(/^a taint/);
  expect(said("0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.")).toMatch(/^a volume/);
  expect(said("0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.")).toMatch(
    /^no node matches/,
  );
  expect(said("something new")).toBe("something new");
});

test.each<[string, PodFact, string | null]>([
  ["stuck, nothing known of why", leaving(-HOUR, { node: null }), null],
  ["stuck on its node", leaving(-HOUR), "on node node-1"],
  ["held by finalizers", leaving(-HOUR, { node: null, finalizers: ["a/x", "b/y"] }), "held by a/x, b/y"],
  ["held, and where", leaving(-HOUR, { finalizers: ["a/x"] }), "held by a/x on node node-1"],
  [
    "too few GPUs",
    unscheduledPod("Unschedulable", "3 Insufficient nvidia.com/gpu."),
    "too few GPUs: 3 Insufficient nvidia.com/gpu.",
  ],
  [
    "too little memory",
    unscheduledPod("Unschedulable", "3 Insufficient memory."),
    "too little memory: 3 Insufficient memory.",
  ],
  ["too little room", unscheduledPod("Unschedulable", "3 Too many pods."), "too little room: 3 Too many pods."],
  ["another shortage", unscheduledPod("Unschedulable", "1 Insufficient pods"), "too little room: 1 Insufficient pods"],
  [
    "a volume",
    unscheduledPod("Unschedulable", "pod has unbound immediate PersistentVolumeClaims"),
    "a volume is missing: pod has unbound immediate PersistentVolumeClaims",
  ],
  [
    "a taint",
    unscheduledPod("Unschedulable", "1 node had untolerated taint"),
    "a taint is not tolerated: 1 node had untolerated taint",
  ],
  [
    "affinity",
    unscheduledPod("Unschedulable", "didn't match Pod's node affinity/selector"),
    "no node matches its affinity: didn't match Pod's node affinity/selector",
  ],
  ["a sentence that nobody knows", unscheduledPod("Unschedulable", "waiting"), "waiting"],
  [
    "a gate, whatever its sentence speaks of",
    unscheduledPod("SchedulingGated", "Scheduling is blocked due to non-empty scheduling gates: insufficient memory"),
    "a scheduling gate that somebody set holds it back: Scheduling is blocked due to non-empty scheduling gates: insufficient memory",
  ],
  [
    "memory",
    sick(MINUTE, { waiting: waiting("CrashLoopBackOff"), last: ended(MINUTE, "OOMKilled", 137) }),
    "container api exceeded its memory limit",
  ],
  [
    "ended inside the window",
    sick(MINUTE, { restartCount: 7, last: ended(MINUTE, "Error", 2), runningSinceMs: NOW }),
    "container api ended with exit code 2; 7 restarts in its life",
  ],
  ["not ready", sick(HOUR, { runningSinceMs: NOW - HOUR }), "not ready: api"],
  [
    "two containers not ready, an init container aside",
    pod({
      ready: unready(HOUR),
      containers: [container({ name: "init", init: true }), container({ name: "a" }), container({ name: "b" })],
      startedAtMs: NOW - HOUR,
    }),
    "not ready: a, b",
  ],
  [
    "a native sidecar",
    pod({
      ready: unready(HOUR),
      containers: [
        container({ name: "migrate", init: true, ready: true, terminated: ended(HOUR, "Completed", 0) }),
        container({ name: "proxy", init: true, runningSinceMs: NOW - HOUR }),
        container({ ready: true, runningSinceMs: NOW - HOUR }),
      ],
    }),
    "not ready: proxy",
  ],
  ["no container that is not", pod({ ready: unready(HOUR), containers: [] }), null],
])("what is said of it: %s", (_, given, message) => {
  expect(podTrouble(given, budgets, NOW)?.message).toBe(message);
});

test.each<[string, PodFact]>([
  ["at the end of its grace period and the slack", leaving(-30 * SECOND)],
  ["at the end of the grace for an image", pending(120 * SECOND, "ErrImagePull")],
  ["at the end of the start-up budget", sick(60 * SECOND, { runningSinceMs: NOW - 60 * SECOND })],
  ["a wait of an unknown kind", sick(MINUTE, { waiting: waiting("SomethingNew"), runningSinceMs: NOW })],
])("still let be: %s", (_, given) => {
  expect(podTrouble(given, budgets, NOW)).toBeNull();
});

test.each(["RegistryUnavailable", "ImageInspectError", "CreateContainerError", "PodInitializing"])(
  "%s is let be for the grace, and then it is not",
  (reason) => {
    expect(podTrouble(pending(119 * SECOND, reason), budgets, NOW)).toBeNull();
    expect(podTrouble(pending(121 * SECOND, reason), budgets, NOW)?.reason).toBe(reason);
  },
);
