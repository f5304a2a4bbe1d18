import { describe, expect, it } from "vitest";
import { faults, runbookOf } from "../../src/sandbox/faults/index.ts";
import { LookupCounters } from "../../src/sandbox/prometheus/counters.ts";
import { isReady, STARTED_AT_MS, testWorld, type TestWorld } from "./scenario-client.ts";

/** Share of the lookups of the last two minutes that failed. */
function errorRatio({ simulation }: TestWorld): number {
  const counters = new LookupCounters(simulation).upTo(STARTED_AT_MS);
  const increase = (name: string): number =>
    counters
      .filter((counter) => counter.labels["__name__"] === name)
      .reduce((sum, { values }) => sum + (values.at(-1) ?? 0) - (values.at(-121) ?? 0), 0);
  return increase("feature_lookup_errors_total") / increase("feature_lookups_total");
}

const reasonOf = (world: TestWorld): string[] => [
  ...new Set(
    world.pods().flatMap((pod) => {
      const status = pod.status.containerStatuses?.[0];
      const scheduled = pod.status.conditions.find((one) => one.type === "PodScheduled" && one.status === "False");
      return [status?.state.waiting?.reason, status?.lastState.terminated?.reason, scheduled?.reason].filter(
        (reason) => reason !== undefined,
      );
    }),
  ),
];

describe("the faults", () => {
  it("have names of their own, and a near miss for each cause", () => {
    expect(new Set(faults.map((fault) => fault.name)).size).toBe(faults.length);
    const causes = new Set(faults.map((fault) => fault.expected.cause).filter((cause) => cause !== null));
    const nearMisses = new Set(faults.map((fault) => fault.nearMissOf));
    expect([...causes].filter((cause) => !nearMisses.has(cause))).toEqual([]);
    const first = faults.filter((fault) => runbookOf(fault) === "feature-store-down");
    expect(new Set(first.map((fault) => fault.expected.cause)).size).toBe(8); // Its seven, and none.
  });

  it.each(faults.filter((fault) => fault.nearMissOf !== undefined))(
    "$name does not expect what it is near to",
    (fault) => {
      expect(fault.expected.cause).not.toBe(fault.nearMissOf);
    },
  );

  it.each([1, 2, 3, 4, 5, 6, 7, 8])("noise of seed %i looks like trouble and is none", (seed) => {
    const world = testWorld("none", seed);
    expect(world.pods().filter(isReady)).toHaveLength(4);
    expect(errorRatio(world)).toBeLessThan(0.01);
    const store = world.simulation.world.store;
    expect(store.list("pods", "ml").some((pod) => pod.status.phase === "Succeeded")).toBe(true);
    const restarts = store.list("pods", "ml").flatMap((pod) => pod.status.containerStatuses ?? []);
    expect(restarts.some((one) => one.restartCount > 0 && one.ready)).toBe(true);
  });

  it.each([
    { fault: "bad-rollout", ready: 2, errors: [0.25, 0.4], reasons: ["CrashLoopBackOff"] },
    { fault: "bad-rollout-ready", ready: 4, errors: [0.38, 0.46], reasons: [] },
    { fault: "crash-loop", ready: 0, errors: [0.9, 1], reasons: ["CrashLoopBackOff"] },
    { fault: "image-unavailable", ready: 3, errors: [0, 0.02], reasons: ["ImagePullBackOff"] },
    { fault: "image-unavailable-no-release", ready: 3, errors: [0, 0.02], reasons: ["ImagePullBackOff"] },
    { fault: "unschedulable", ready: 3, errors: [0, 0.02], reasons: ["Unschedulable"] },
    { fault: "kv-store-down", ready: 4, errors: [0.6, 0.8], reasons: [] },
    { fault: "scaled-to-zero", ready: 0, errors: [0.9, 1], reasons: [] },
    { fault: "near-bad-rollout", ready: 4, errors: [0.27, 0.35], reasons: [] },
    { fault: "near-kv-store-down", ready: 4, errors: [0.2, 0.28], reasons: [] },
    { fault: "near-pods-unhealthy", ready: 4, errors: [0, 0.02], reasons: [] },
    { fault: "near-image-unavailable", ready: 4, errors: [0, 0.02], reasons: [] },
  ])("$fault is what its description says", ({ fault, ready, errors, reasons }) => {
    const world = testWorld(fault, 3);
    expect(world.pods().filter(isReady)).toHaveLength(ready);
    const [low = 0, high = 0] = errors;
    expect(errorRatio(world)).toBeGreaterThanOrEqual(low);
    expect(errorRatio(world)).toBeLessThanOrEqual(high);
    expect(reasonOf(world)).toEqual(expect.arrayContaining(reasons));
  });

  it.each(faults)("$name does not depend on the milliseconds of its start", ({ name }) => {
    const shape = (startedAtMs: number) => {
      const world = testWorld(name, 2, startedAtMs);
      return { ready: world.pods().filter(isReady).length, reasons: reasonOf(world) };
    };
    for (const fraction of [1, 499, 999]) {
      expect(shape(STARTED_AT_MS + fraction)).toEqual(shape(STARTED_AT_MS));
    }
  });

  it("kills for memory with the kernel's word, and hangs without it", () => {
    const killed = (fault: string) =>
      testWorld(fault)
        .pods()
        .map((pod) => pod.status.containerStatuses?.[0]?.lastState.terminated)
        .filter((state) => state !== undefined && Date.parse(state.finishedAt) > STARTED_AT_MS - 300_000);
    expect(new Set(killed("out-of-memory").map((state) => `${state?.reason} ${state?.exitCode}`))).toEqual(
      new Set(["OOMKilled 137"]),
    );
    expect(new Set(killed("near-out-of-memory").map((state) => `${state?.reason} ${state?.exitCode}`))).toEqual(
      new Set(["Error 137"]),
    );
  });
});
