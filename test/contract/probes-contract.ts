import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { podsObserved } from "../../src/probes/pods/pods-observed.ts";
import { rolloutObserved } from "../../src/probes/rollout/rollout-observed.ts";
import { clusterTruth, whileSteady } from "./probes-truth.ts";
import { check, type ProbeWorld, type Situation } from "./probes-world.ts";

interface Expected {
  readonly pods: "pass" | "fail";
  /** The cluster's word for most of the pods in trouble; null: none is. */
  readonly reason: string | null;
  readonly counter?: "crashing" | "imageUnavailable" | "outOfMemory" | "unschedulable";
  readonly onlyNew: boolean;
  /** Whether the present revision began within the last hour. */
  readonly released: boolean;
  readonly kv: "pass" | "fail";
}

const well: Expected = { pods: "pass", reason: null, onlyNew: false, released: false, kv: "pass" };

const situations: Readonly<Record<Situation, Expected>> = {
  healthy: well,
  "bad-rollout": {
    ...well,
    pods: "fail",
    reason: "CrashLoopBackOff",
    counter: "crashing",
    onlyNew: true,
    released: true,
  },
  "bad-rollout-ready": { ...well, released: true },
  "crash-loop": { ...well, pods: "fail", reason: "CrashLoopBackOff", counter: "crashing", onlyNew: true },
  "image-unavailable": {
    ...well,
    pods: "fail",
    reason: "ImagePullBackOff",
    counter: "imageUnavailable",
    onlyNew: true,
    released: true,
  },
  "out-of-memory": {
    ...well,
    pods: "fail",
    reason: "OOMKilled",
    counter: "outOfMemory",
    onlyNew: true,
    released: true,
  },
  unschedulable: {
    ...well,
    pods: "fail",
    reason: "Unschedulable",
    counter: "unschedulable",
    onlyNew: true,
    released: true,
  },
  "kv-store-down": { ...well, kv: "fail" },
  "scaled-to-zero": { ...well, pods: "fail" },
};

/** What probes must see of the same situation in every world: counts, revisions and states as the cluster's own controllers have them. */
export function probesContract(start: (situation: Situation) => Promise<ProbeWorld>): void {
  describe.each(Object.entries(situations) as [Situation, Expected][])("%s", (situation, expected) => {
    let world: ProbeWorld;
    beforeAll(async () => {
      world = await start(situation);
    });
    afterAll(() => world?.close());

    const truth = () => clusterTruth(world.doors, "feature-api");

    test("pods", async () => {
      const { seen, truth: real } = await whileSteady(truth, () =>
        check(world, "kubernetes.pods", { deployment: "feature-api" }),
      );
      const observed = podsObserved.parse(seen.observed);
      expect(seen.verdict).toBe(expected.pods);
      expect({ desired: observed.desired, total: observed.total, ready: observed.ready }).toEqual({
        desired: real.desired,
        total: real.total,
        ready: real.ready,
      });
      const withPods = observed.revisions.filter(({ pods }) => pods > 0);
      expect(Object.fromEntries(withPods.map(({ revision, pods, ready }) => [revision, [pods, ready]]))).toEqual(
        real.pods,
      );
      expect(Object.keys(observed.reasons)[0] ?? null).toBe(expected.reason);
      expect(observed.unhealthyOnlyInNewRevision).toBe(expected.onlyNew);
      expect(observed.noneDesired).toBe(real.desired === 0);
      if (expected.counter === undefined) expect(observed.unhealthyTotal).toBe(0);
      else {
        expect(observed[expected.counter]).toBe(observed.unhealthyTotal);
        expect(observed.firstUnhealthyAt).not.toBeNull();
        expect(Date.parse(observed.firstUnhealthyAt ?? "")).toBeLessThanOrEqual(world.now());
      }
    });

    test("rollout", async () => {
      const { seen, truth: real } = await whileSteady(truth, () =>
        check(world, "kubernetes.rollout", { deployment: "feature-api" }),
      );
      const observed = rolloutObserved.parse(seen.observed);
      expect(seen.verdict).toBe("pass");
      expect(observed.revision).toBe(real.revision);
      expect(observed.history.map(({ revision }) => revision)).toEqual(real.revisions);
      expect(observed.previousRevision).toBe(real.revisions[1] ?? null);
      expect(observed.changedAt).not.toBeNull();
      expect(observed.configurationUnread).toBe(0);
      expect(Date.parse(observed.configurationChangedAt ?? "")).toBeLessThanOrEqual(world.now());
      if (expected.released) {
        expect(observed.ageSeconds).toBeLessThan(3_600);
        expect(observed.changesTotal).toBeGreaterThan(0);
      }
    });

    test("endpoints and health of the KV store", async () => {
      const [primary, replica, ready, health] = await Promise.all([
        check(world, "kubernetes.endpoints", { service: "kv-store" }),
        check(world, "kubernetes.endpoints", { service: "kv-store-replica" }),
        check(world, "kubernetes.endpoints", { selector: { app: "kv-store", role: "replica" } }),
        check(world, "http.health", { endpoint: "kv-store" }),
      ]);
      expect(primary.verdict).toBe(expected.kv);
      expect(primary.observed["selector"]).toEqual({ app: "kv-store", role: "primary" });
      expect(Number(primary.observed["ready"]) > 0).toBe(expected.kv === "pass");
      expect(Number(primary.observed["notReady"]) > 0).toBe(expected.kv === "fail");
      if (expected.kv === "pass") expect(health).toMatchObject({ verdict: "pass", observed: { said: "up" } });
      else if (world.forwards)
        expect(health).toMatchObject({ verdict: "inconclusive", error: { code: "unreachable" } });
      else expect(health).toMatchObject({ verdict: "fail", observed: { said: "down" }, error: null });
      // The pods that match the replica's labels are the endpoints of its Service.
      expect(replica.verdict).toBe("pass");
      expect(ready.observed).toMatchObject({ ready: replica.observed["ready"], notReady: 0 });
    });
  });

  describe("what cannot be read", () => {
    let world: ProbeWorld;
    beforeAll(async () => {
      world = await start("healthy");
    });
    afterAll(() => world?.close());

    test.each([
      ["kubernetes.pods", { deployment: "no-such" }, "not-found"],
      ["kubernetes.rollout", { deployment: "no-such" }, "not-found"],
      ["kubernetes.logs", { deployment: "no-such" }, "not-found"],
      ["kubernetes.endpoints", { service: "no-such" }, "not-found"],
      ["kubernetes.endpoints", { selector: { app: "a,b" } }, "invalid"],
      ["http.health", { endpoint: "no-such" }, "not-configured"],
      ["command", { run: ["no-such-program"] }, "not-allowed"],
    ] as const)("%s %j is an error, and says which", async (type, args, code) => {
      const result = await check(world, type, args);
      expect(result).toMatchObject({ verdict: "error", error: { code }, observed: {} });
      expect(result.summary).not.toBe("");
      expect(result.error?.hint).not.toBe("");
    });

    test("pods of labels that nobody has are none found", async () => {
      expect(await check(world, "kubernetes.pods", { labelSelector: "app=nobody" })).toMatchObject({
        verdict: "fail",
        observed: { total: 0 },
      });
    });
  });

  describe("logs", () => {
    let world: ProbeWorld;
    beforeAll(async () => {
      world = await start("bad-rollout-ready");
    });
    afterAll(() => world?.close());

    test("of all pods, with the errors' sentence and no entity's id", async () => {
      const result = await check(world, "kubernetes.logs", { deployment: "feature-api" });
      expect(result.verdict).toBe("pass");
      const { observed } = result;
      expect(observed).toMatchObject({ podsTotal: 4, podsRead: 4, unread: [] });
      expect(observed["errors"]).toBeGreaterThan(0);
      expect(observed["errors"]).toBeLessThan(Number(observed["lines"]));
      const [top] = observed["patterns"] as { template: string; count: number; pods: number }[];
      expect(top?.template).toMatch(/^KeyError: '<\*>'/);
      expect(top?.pods).toBe(4);
      expect(JSON.stringify(result)).not.toMatch(/(user|entity)[-_]\d/);
    });
  });
}
