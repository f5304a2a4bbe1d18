import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fieldHashes, identityOf, movedFields } from "../../../src/actions/kubernetes/identity.ts";

const fields = { "spec.replicas": 4, "spec.selector": { app: "kv-store", role: "primary" } };

describe("an identity", () => {
  test("is the same whatever order the keys came in", () => {
    const turned = { "spec.selector": { role: "primary", app: "kv-store" }, "spec.replicas": 4 };
    expect(identityOf("d-1", turned)).toBe(identityOf("d-1", fields));
    expect(movedFields(fieldHashes("d-1", fields), "d-1", turned)).toEqual([]);
  });

  test.each([
    ["another object of the name", "d-2", fields],
    ["another value", "d-1", { ...fields, "spec.replicas": 5 }],
    ["a field more", "d-1", { ...fields, "spec.paused": false }],
  ])("is another for %s", (_, uid, other) => {
    expect(identityOf(uid, other)).not.toBe(identityOf("d-1", fields));
  });
});

describe("what moved", () => {
  test.each([
    ["one that is another now", { ...fields, "spec.replicas": 5 }, ["spec.replicas"]],
    ["one that is gone", { "spec.replicas": 4 }, ["spec.selector"]],
    ["one that is new", { ...fields, "spec.paused": true }, ["spec.paused"]],
  ])("is named: %s", (_, now, names) => {
    expect(movedFields(fieldHashes("d-1", fields), "d-1", now)).toEqual(names);
  });

  test("is everything, where the object is another or nothing was kept", () => {
    const all = ["spec.replicas", "spec.selector"];
    expect(movedFields(fieldHashes("d-1", fields), "d-2", fields)).toEqual(all);
    expect(movedFields(undefined, "d-1", fields)).toEqual(all);
  });

  test("is exactly where the values differ, and none of the values is kept", () => {
    const values = fc.dictionary(fc.constantFrom("a", "b", "c", "d"), fc.constantFrom("one-secret", "other-secret"));
    fc.assert(
      fc.property(values, values, (was, now) => {
        const kept = fieldHashes("d-1", was);
        const differing = ["a", "b", "c", "d"].filter((field) => was[field] !== now[field]);
        expect([...movedFields(kept, "d-1", now)].sort()).toEqual(differing);
        expect(JSON.stringify(kept)).not.toContain("secret");
      }),
    );
  });
});
