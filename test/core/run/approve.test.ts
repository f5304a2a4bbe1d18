import { describe, expect, test } from "vitest";
import type { Plan } from "../../../src/core/plan/plan.ts";
import { approvalProblem, approve } from "../../../src/core/run/approve.ts";
import type { RunEvent } from "../../../src/core/run/event.ts";
import type { RunIdentity } from "../../../src/core/run/run-identity.ts";
import type { RunState } from "../../../src/core/run/state.ts";
import { alice, plan, START_MS, started } from "./sample-events.ts";
import { offered, Story, troubled } from "./story.ts";

const both = { orders: "fail", stock: "fail" } as const;

function stateOf(story: Story): RunState {
  if (story.state === null) throw new Error("the run has not begun");
  return story.state;
}

function open(story: Story, index = 0) {
  const state = stateOf(story);
  const proposal = state.proposals[index];
  if (!proposal?.digest) throw new Error("nothing is open");
  return { state, proposal, digest: proposal.digest };
}

describe("why an approval is not taken", () => {
  const { state, proposal, digest } = open(offered());
  const expiresAtMs = START_MS + 30 * 60_000;

  test("a digest in full, or its first twelve characters, is taken until the offer expires", () => {
    expect(approvalProblem(state, digest, expiresAtMs - 1)).toBeNull();
    expect(approvalProblem(state, digest.slice(0, 12), START_MS)).toBeNull();
  });

  test.each<[string, RunState, string, string]>([
    ["a dry run", { ...state, run: { ...state.run, mode: "dry-run" } }, digest, "a dry run changes nothing"],
    ["read-only", stateOf(new Story("none", started("run", true))), digest, "environment staging is read-only"],
    ["too short", state, digest.slice(0, 11), "the digest is too short: give at least 12 characters"],
    ["of nothing", state, "f".repeat(64), "no proposal of this run has that digest"],
    ["only the end of one", state, digest.slice(-12), "no proposal of this run has that digest"],
    [
      "declined",
      { ...state, proposals: [{ ...proposal, stage: { kind: "declined" } }] },
      digest,
      "that proposal is no longer open",
    ],
    [
      "of two",
      { ...state, proposals: [proposal, { ...proposal, id: "other" }] },
      digest,
      "more than one proposal begins with that digest",
    ],
  ])("%s", (_, given, named, problem) => {
    expect(approvalProblem(given, named, START_MS)).toBe(problem);
  });

  test("an approval that comes when the offer expires comes too late", () => {
    expect(approvalProblem(state, digest, expiresAtMs)).toBe("the approval came after the proposal expired");
  });

  test("one change at a time", () => {
    const story = new Story().answer(both).plan();
    const second = open(story, 1).digest;
    expect(approvalProblem(stateOf(story), second, START_MS)).toBeNull();
    story.approve();
    expect(approvalProblem(stateOf(story), second, START_MS)).toBe("another change is under way");
  });
});

describe("what is approved", () => {
  test("is the proposal of that digest, whatever else is open or has none", () => {
    const { state, proposal, digest } = open(new Story().answer(both).plan(), 1);
    const [first] = state.proposals;
    if (first === undefined) throw new Error("nothing is open");
    const given = { ...state, proposals: [{ ...first, id: "bare", digest: null }, first, proposal] };
    const event = { type: "approved", digest: digest.slice(0, 12), by: alice, atMs: START_MS } as const;
    const next = approve(given, event);
    expect(next.proposals.map(({ stage }) => stage.kind)).toEqual(["offered", "offered", "rechecking"]);
    expect(next.proposals[2]?.approval).toEqual({ by: alice, atMs: START_MS });
    expect(approve(given, { ...event, digest: "f".repeat(64) })).toBe(given);
  });
});

describe("the digest", () => {
  const digestOf = (made: Plan, run: Partial<RunIdentity> = {}) => {
    const begun = started() as RunEvent & { type: "started" };
    return open(new Story("none", { ...begun, run: { ...begun.run, ...run } }).answer(troubled).plan(made)).digest;
  };
  const [write] = plan().writes;
  if (write === undefined) throw new Error("the plan has no write");
  const { environment, runbook } = (started() as RunEvent & { type: "started" }).run;
  const causes = runbook.causes.map((cause) => ({ ...cause, id: `a-${cause.id}` }));
  const mitigation = runbook.mitigation.map((one) => ({ ...one, for: one.for.map((cause) => `a-${cause}`) }));

  test.each<[string, Plan, Partial<RunIdentity>]>([
    ["run", plan(), { id: "sd-0002" }],
    ["runbook", plan(), { runbookHash: "1".repeat(64) }],
    ["parameters", plan(), { parameters: { shop: "b" } }],
    ["environment", plan(), { environment: { ...environment, name: "prod" } }],
    ["cluster", plan(), { environment: { ...environment, cluster: "https://10.0.0.1" } }],
    ["cluster's own id", { ...plan(), clusterUid: "6f1c" }, {}],
    ["cause", plan(), { runbook: { ...runbook, causes, mitigation } }],
    [
      "proposal",
      plan(),
      { runbook: { ...runbook, mitigation: runbook.mitigation.map((one) => ({ ...one, id: `a-${one.id}` })) } },
    ],
    ["action", { ...plan(), action: "test.refill" }, {}],
    ["object", plan("uid-2"), {}],
    ["path of a write", { ...plan(), writes: [{ ...write, path: "/apis/apps/v1" }] }, {}],
    ["number of writes", plan("uid-1", 2), {}],
    ["instructions", { ...plan(), instructions: ["turn it off"] }, {}],
  ])("binds the %s", (_, made, run) => {
    expect(digestOf(made, run)).not.toBe(digestOf(plan()));
  });

  test("binds neither impact nor warnings, which move without the change being another", () => {
    expect(digestOf({ ...plan("uid-1", 1, 5), warnings: ["busy"] })).toBe(digestOf(plan()));
  });
});
