import { describe, expect, it } from "vitest";
import { rollingLimits, scaleDownTo, scaleUpTo, type SetSize } from "../../../src/sandbox/world/rolling-update.ts";
import { testWorld } from "../scenario-client.ts";

const set = (uid: string, wanted: number, available: number): SetSize => ({ uid, wanted, available });
const quarter = { surge: 1, unavailable: 1 };

describe("how far the new ReplicaSet may grow", () => {
  it.each([
    { replicas: 4, fresh: set("new", 0, 0), old: [set("old", 4, 4)], to: 1 },
    { replicas: 4, fresh: set("new", 1, 0), old: [set("old", 3, 3)], to: 2 },
    { replicas: 4, fresh: set("new", 2, 0), old: [set("old", 3, 3)], to: 2 },
    { replicas: 4, fresh: set("new", 4, 4), old: [set("old", 1, 1)], to: 4 },
    { replicas: 2, fresh: set("new", 4, 4), old: [], to: 2 },
  ])("$fresh.wanted of $replicas", ({ replicas, fresh, old, to }) => {
    expect(scaleUpTo(replicas, fresh, old, quarter)).toBe(to);
  });
});

describe("how many old pods may stay", () => {
  it.each([
    // 5 pods, 3 must serve, 1 new one does not yet: one old pod may go.
    { fresh: set("new", 1, 0), old: [set("a", 4, 4)], keep: { a: 3 } },
    // 3 serve and 3 must: the two new ones that do not serve hold everything up.
    { fresh: set("new", 2, 0), old: [set("a", 3, 3)], keep: { a: 3 } },
    // Old pods that serve nobody go first, wherever they are.
    { fresh: set("new", 1, 1), old: [set("a", 2, 2), set("b", 2, 0)], keep: { a: 2, b: 0 } },
    // All new ones serve: the old ones go.
    { fresh: set("new", 4, 4), old: [set("a", 1, 1)], keep: { a: 0 } },
  ])("$keep", ({ fresh, old, keep }) => {
    expect(Object.fromEntries(scaleDownTo(4, fresh, old, quarter))).toEqual(keep);
  });
});

describe("surge and unavailability", () => {
  const deployment = testWorld("none").deployment();
  const limits = (replicas: number, maxSurge: number | string, maxUnavailable: number | string) =>
    rollingLimits({
      ...deployment,
      spec: {
        ...deployment.spec,
        replicas,
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge, maxUnavailable } },
      },
    });

  it("round up and down", () => expect(limits(10, "25%", "25%")).toEqual({ surge: 3, unavailable: 2 }));
  it("never both forbid every step", () => expect(limits(1, 0, "25%")).toEqual({ surge: 0, unavailable: 1 }));
  it("may be numbers", () => expect(limits(4, 2, 0)).toEqual({ surge: 2, unavailable: 0 }));
});
