import { describe, expect, it } from "vitest";
import { DEPLOYMENT, isReady, JSON_PATCH, testWorld, undoTo } from "../scenario-client.ts";

const revisions = (world: ReturnType<typeof testWorld>): string[] =>
  world.sets().map((set) => set.metadata.annotations?.["deployment.kubernetes.io/revision"] ?? "");
const progressing = (world: ReturnType<typeof testWorld>) =>
  world.deployment().status.conditions.find((one) => one.type === "Progressing");

describe("a release that crashes", () => {
  it("is stuck with as many old pods as maxUnavailable leaves", () => {
    const world = testWorld("bad-rollout");
    expect(world.deployment().status).toMatchObject({
      replicas: 5,
      updatedReplicas: 3,
      readyReplicas: 2,
      unavailableReplicas: 3,
    });
    expect(world.pods().filter(isReady)).toHaveLength(2);
  });

  it("misses its progress deadline, counted from its last progress", () => {
    const world = testWorld("bad-rollout");
    // Released 270 s before the start, deadline 120 s.
    const condition = progressing(world);
    expect(condition).toMatchObject({ status: "False", reason: "ProgressDeadlineExceeded" });
    const since = world.simulation.world.startedAtMs - Date.parse(condition?.lastUpdateTime ?? "");
    expect(since / 1000).toBeGreaterThanOrEqual(148);
    expect(since / 1000).toBeLessThanOrEqual(150);
  });

  it("restarts at once, then after 10, 20, 40, 80 s", () => {
    const world = testWorld("bad-rollout");
    const release = world.sets().at(-1);
    const events = world.simulation.world.store.list("events", "ml");
    const backOff = events.find(
      (event) => event.reason === "BackOff" && event.involvedObject.name.startsWith(release?.metadata.name ?? ""),
    );
    // In 270 s: restarts at about 2, 15, 37, 79, 160 s.
    const pod = world.pods().find((one) => one.metadata.uid === backOff?.involvedObject.uid);
    expect(pod?.status.containerStatuses?.[0]?.restartCount).toBe(5);
    expect(pod?.status.containerStatuses?.[0]?.state.waiting?.message).toContain("back-off 160s");
  });
});

describe("an undo", () => {
  it("raises the old ReplicaSet to a new revision and heals within seconds", () => {
    const world = testWorld("bad-rollout");
    const before = world.sets();
    expect(revisions(world)).toEqual(["9", "10", "11", "12", "13", "14"]);
    const target = before.at(-2);
    if (target === undefined) throw new Error("no revision to go back to");
    expect(world.send("PATCH", DEPLOYMENT, undoTo(target), JSON_PATCH).code).toBe(200);
    world.pass(20);
    const after = world.sets();
    expect(revisions(world)).toEqual(["9", "10", "11", "12", "14", "15"]);
    expect(after.at(-1)?.metadata.uid).toBe(target.metadata.uid);
    expect(after.at(-1)?.metadata.annotations?.["deployment.kubernetes.io/revision-history"]).toBe("13");
    expect(world.deployment().metadata.annotations?.["deployment.kubernetes.io/revision"]).toBe("15");
    expect(world.pods().filter(isReady)).toHaveLength(4);
    expect(progressing(world)).toMatchObject({ status: "True", reason: "NewReplicaSetAvailable" });
  });

  it("and the bad template applied again make the numbers go on, in the ReplicaSets that are there", () => {
    const world = testWorld("bad-rollout");
    const [good, bad] = world.sets().slice(-2);
    if (good === undefined || bad === undefined) throw new Error("no revision to go back to");
    for (const [set, number, history] of [
      [good, "15", "13"],
      [bad, "16", "14"],
      [good, "17", "13,15"],
    ] as const) {
      expect(world.send("PATCH", DEPLOYMENT, undoTo(set), JSON_PATCH).code).toBe(200);
      world.pass(20);
      const after = world.sets().find(({ metadata }) => metadata.uid === set.metadata.uid);
      expect(after?.metadata.creationTimestamp).toBe(set.metadata.creationTimestamp);
      expect(after?.metadata.annotations).toMatchObject({
        "deployment.kubernetes.io/revision": number,
        "deployment.kubernetes.io/revision-history": history,
      });
      expect(world.deployment().metadata.annotations?.["deployment.kubernetes.io/revision"]).toBe(number);
    }
    expect(world.sets()).toHaveLength(6);
  });

  it("does nothing to a paused deployment until it goes on", () => {
    const world = testWorld("bad-rollout");
    world.send("PATCH", DEPLOYMENT, { spec: { paused: true } });
    const target = world.sets().at(-2);
    if (target === undefined) throw new Error("no revision to go back to");
    world.send("PATCH", DEPLOYMENT, undoTo(target), JSON_PATCH);
    world.pass(60);
    expect(world.pods().filter(isReady)).toHaveLength(2);
    world.send("PATCH", DEPLOYMENT, { spec: { paused: null } });
    world.pass(60);
    expect(world.pods().filter(isReady)).toHaveLength(4);
  });
});

describe("a restart", () => {
  const restart = { spec: { template: { metadata: { annotations: { "kubectl.kubernetes.io/restartedAt": "now" } } } } };

  it("replaces every pod and never leaves fewer than 3 of 4 serving", () => {
    const world = testWorld("none");
    const before = new Set(world.pods().map((pod) => pod.metadata.uid));
    world.send("PATCH", DEPLOYMENT, restart);
    let least = 4;
    for (let second = 0; second < 60; second += 1) {
      world.pass(1);
      least = Math.min(least, world.simulation.timeline.before(world.simulation.world.nowMs + 1)?.pods.length ?? 0);
    }
    expect(least).toBe(3);
    expect(world.pods().filter((pod) => before.has(pod.metadata.uid))).toEqual([]);
    expect(world.pods().filter(isReady)).toHaveLength(4);
  });

  it("heals damaged caches, as an undo would not need to", () => {
    const world = testWorld("crash-loop");
    expect(world.pods().filter(isReady)).toHaveLength(0);
    world.send("PATCH", DEPLOYMENT, restart);
    world.pass(60);
    expect(world.pods().filter(isReady)).toHaveLength(4);
  });

  it("does not heal a configuration that no pod can start with", () => {
    const world = testWorld("crash-loop-configuration");
    expect(world.pods().filter(isReady)).toHaveLength(0);
    world.send("PATCH", DEPLOYMENT, restart);
    world.pass(60);
    expect(world.pods().filter(isReady)).toHaveLength(0);
  });

  it("gives pods that outgrew their memory relief, and no more", () => {
    const world = testWorld("out-of-memory-no-release");
    world.send("PATCH", DEPLOYMENT, restart);
    world.pass(60);
    expect(world.pods().filter(isReady)).toHaveLength(4);
    world.pass(20 * 60);
    const ends = world.pods().map((pod) => {
      const status = pod.status.containerStatuses?.[0];
      return (status?.state.terminated ?? status?.lastState.terminated)?.reason;
    });
    expect(ends).toContain("OOMKilled");
  });
});

describe("a scale", () => {
  it("brings back what was scaled to zero, and changes no revision", () => {
    const world = testWorld("scaled-to-zero");
    expect(world.pods()).toEqual([]);
    const before = revisions(world);
    world.send("PATCH", `${DEPLOYMENT}/scale`, { spec: { replicas: 4 } });
    world.pass(30);
    expect(world.pods().filter(isReady)).toHaveLength(4);
    expect(revisions(world)).toEqual(before);
  });
});
