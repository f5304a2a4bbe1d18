import { describe, expect, it } from "vitest";
import { type LeaseObject, leaseFacts } from "../../../src/clients/kubernetes-lease/lease-object.ts";
import { refuseUnlessLease } from "../../../src/clients/kubernetes-lease/lease-shape.ts";
import { holderInWords } from "../../../src/core/run/rival.ts";

const NOW_MS = Date.parse("2026-11-22T03:09:30Z");
const change = {
  run: "fsd-0001",
  proposal: "rollback",
  mitigation: "rollback",
  action: "kubernetes.rollout-undo",
  user: "ben",
  host: "desk",
  atMs: NOW_MS,
  ended: "verified",
};

function lease(spec: object, history: readonly unknown[] = []): LeaseObject {
  return {
    metadata: {
      name: "bigops-1",
      namespace: "ml",
      resourceVersion: "1",
      annotations: { "bigops.dev/history": JSON.stringify(history) },
    },
    spec: { holderIdentity: "ben@desk/fsd-0001", leaseDurationSeconds: 60, renewTime: "2026-11-22T03:09:00Z", ...spec },
  };
}

// A day of 86,400 s; a date may be 100,000,000 of them from 1970 (ECMA-262, time values).
const LAST_MS = 8_640_000_000_000_000;

describe("what a lease says that somebody else wrote", () => {
  it.each([1e300, LAST_MS + 1, -1])("is no change at the time %d, which is none", (atMs) => {
    expect(leaseFacts(lease({}, [{ ...change, atMs }, change]), NOW_MS).past).toEqual([change]);
  });

  it("names an end that can be said, however long it is to be held", () => {
    const { holder } = leaseFacts(lease({ leaseDurationSeconds: 1e300 }), NOW_MS);
    expect(holder?.untilMs).toBe(LAST_MS);
    if (holder !== null) expect(holderInWords(holder)).toContain("until +275760-09-13T00:00:00.000Z");
  });

  it("is refused by the place of what is wrong in it, in one line whatever its keys are", () => {
    const answer = lease({});
    const hostile = { ...answer, metadata: { ...answer.metadata, annotations: { "a\t\u001B[2Jb": 3 } } };
    expect(() => refuseUnlessLease(hostile, "lease bigops-1")).toThrow(
      /^lease bigops-1: metadata\.annotations\.a b is not/,
    );
  });

  it.each([-1, 1.5, 2 ** 31])("has no epoch %d: the API's is a whole number of 32 bits", (leaseTransitions) => {
    expect(() => refuseUnlessLease(lease({ leaseTransitions }), "lease bigops-1")).toThrow(
      "spec.leaseTransitions is not as the API has it",
    );
  });
});
