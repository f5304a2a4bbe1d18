import { describe, expect, test } from "vitest";
import { leaseFactsShape, leaseHolderShape, planShape } from "../../../src/core/plan/plan-shape.ts";
import { plan } from "../run/sample-events.ts";

const made = plan();
const [write] = made.writes;
const whole = {
  ...made,
  clusterUid: null,
  server: "http://flink:8081",
  lease: { namespace: "shop", name: "bigops-1" },
  changes: [{ path: "image", from: "a", to: null }],
  impact: { lines: ["4 pods replaced"], keepServing: 3, replicas: 4, budgetAllows: null },
  writes: [{ ...write, harmless: true, timeoutMs: 600_000 }],
};
const past = {
  run: "sd-0002",
  proposal: "rollback",
  mitigation: null,
  action: "test.rollback",
  user: "bob",
  host: "desk",
  atMs: 1,
  ended: "verified",
};

describe("a plan from another machine's journal", () => {
  test.each([
    ["with all that may be there", whole],
    ["with nothing that may be absent", made],
  ])("is taken as it is, %s", (_, given) => {
    expect(planShape.parse(given)).toEqual(given);
  });

  test.each(["PATCH", "POST", "PUT", "DELETE"])("may %s", (method) => {
    expect(planShape.safeParse({ ...whole, writes: [{ ...write, method }] }).success).toBe(true);
  });

  test.each<[string, object]>([
    ["has another field", { ...whole, cluster: "x" }],
    ["has no target", { ...whole, target: undefined }],
    ["has a target with another field", { ...whole, target: { ...whole.target, cluster: "x" } }],
    ["has a write that only reads", { ...whole, writes: [{ ...write, method: "GET" }] }],
    ["has a write that says it does harm", { ...whole, writes: [{ ...write, harmless: false }] }],
    ["gives a write more than ten minutes", { ...whole, writes: [{ ...write, timeoutMs: 600_001 }] }],
    ["gives a write less than no time", { ...whole, writes: [{ ...write, timeoutMs: -1 }] }],
    ["takes less than no time", { ...whole, completionSeconds: -1 }],
    ["says nothing of what keeps serving", { ...whole, impact: { lines: [], budgetAllows: true } }],
    ["has a change without an end", { ...whole, changes: [{ path: "image", from: "a" }] }],
  ])("is not taken where it %s", (_, given) => {
    expect(planShape.safeParse(given).success).toBe(false);
  });
});

describe("what another machine's journal says of a lease", () => {
  const holder = { user: "bob", host: "desk", run: "sd-0002", runbook: "shop-down", sinceMs: null, untilMs: 1 };

  test.each(["under-way", "verified", "not-helped", "unknown", "undone"])("knows changes that are %s", (ended) => {
    const facts = { holder, past: [{ ...past, ended }] };
    expect(leaseFactsShape.parse(facts)).toEqual(facts);
  });

  test("knows no other end, and no holder of whom something is missing", () => {
    expect(leaseFactsShape.safeParse({ holder: null, past: [{ ...past, ended: "resolved" }] }).success).toBe(false);
    expect(leaseHolderShape.safeParse({ ...holder, run: undefined }).success).toBe(false);
    expect(leaseHolderShape.safeParse(holder).success).toBe(true);
  });
});
