import { describe, expect, test } from "vitest";
import type { LeaseAnswer } from "../../../src/core/run/event.ts";
import type { LeaseFacts, LeaseHolder } from "../../../src/core/plan/lease.ts";
import { bob, takenOver } from "../run/handed-over.ts";
import { plan, START_MS } from "../run/sample-events.ts";
import { Story, troubled } from "../run/story.ts";
import { proposalTold } from "./told.ts";

const leased = { ...plan(), lease: { namespace: "shop", name: "bigops-1" } };
const eve: LeaseHolder = {
  user: "eve",
  host: "tower",
  run: "sd-0007",
  runbook: "shop-down",
  sinceMs: START_MS,
  untilMs: START_MS + 60_000,
};
const about = { proposal: "rollback", write: "1", attempt: 1 } as const;
const nothing = { namespace: "shop", name: "bigops-1", epoch: null, until: null, holder: null, reason: null };
const holding: LeaseAnswer = { outcome: "held", epoch: 4, untilMs: START_MS + 61_000 };

/** Approved by this one, and looked at once more. */
function rechecked(made = leased, by = bob): Story {
  const story = new Story("none").answer(troubled).plan(made);
  story.tell(1, { type: "approved", digest: story.state?.proposals[0]?.digest ?? "", by });
  return story.answer(troubled).plan(made);
}

function answered(story: Story, ...answers: readonly LeaseAnswer[]): Story {
  return story.tell(0, ...answers.map((lease) => ({ type: "leased" as const, proposal: "rollback", lease })));
}

describe("the lease on a proposal's target", () => {
  test("is not told before it was asked for, nor where there is none", () => {
    expect(proposalTold(rechecked()).lease).toBeNull();
    expect(proposalTold(answered(rechecked(plan() as typeof leased), holding)).lease).toBeNull();
  });

  const unavailable: LeaseAnswer = { outcome: "unavailable", reason: "not allowed (403)", forbidden: true };
  const eves = { user: "eve", host: "tower", run: "sd-0007" };
  test.each([
    ["of somebody else", [{ outcome: "refused", by: eve }], { status: "refused", holder: eves }],
    ["of nobody knows whom", [{ outcome: "refused", by: null }], { status: "refused" }],
    ["taken from us", [holding, { outcome: "lost", by: eve }], { status: "lost", holder: eves }],
    ["given back", [holding, { outcome: "released" }], { status: "released", epoch: 4 }],
    ["not to be had", [unavailable], { status: "unavailable", reason: "not allowed (403)" }],
  ] satisfies readonly (readonly [string, readonly LeaseAnswer[], object])[])("%s", (_, answers, said) => {
    expect(proposalTold(answered(rechecked(), ...answers)).lease).toEqual({ ...nothing, ...said });
  });

  test("ours is held by whoever approved the change, until it would be over", () => {
    expect(proposalTold(answered(rechecked(), holding)).lease).toEqual({
      ...nothing,
      status: "held",
      epoch: 4,
      until: "2026-01-15T03:01:01.000Z",
      holder: { user: "bob", host: "desk", run: "sd-0001" },
    });
  });

  test("of a change that was approved in the run before this one is held by who goes on with it", () => {
    const alice = { user: "alice", as: null, host: "laptop" };
    const sent = answered(rechecked(leased, alice), holding).sent();
    const story = takenOver(
      sent.tell(1, { type: "received", ...about, receipt: { outcome: "lost", message: "reset" } }),
    );
    expect(story.wants).toContain("lease");
    expect(proposalTold(answered(story, holding)).lease).toMatchObject({
      status: "held",
      holder: { user: "bob", host: "desk", run: "sd-0002" },
    });
  });
});

describe("what is to be known of others", () => {
  const warnings = (story: Story) => proposalTold(story).plan.warnings;
  function offeredWith(rivals: LeaseFacts | undefined): Story {
    const event = { type: "planned", proposal: "rollback", stage: "propose", recheck: 0, plan: leased } as const;
    return new Story("none").answer(troubled).tell(0, rivals === undefined ? event : { ...event, rivals });
  }
  const made = { ...leased, warnings: ["it takes a while"] };
  const said =
    "it is being changed by eve@tower in run sd-0007 (shop-down), since 2026-01-15T03:00:00.000Z, until 2026-01-15T03:01:00.000Z unless renewed";

  test("who is at it, before it is approved", () => {
    const story = offeredWith({ holder: eve, past: [] });
    expect(warnings(story)).toEqual([said]);
    expect(warnings(story.approve())).toEqual([]);
  });

  test.each<[string, LeaseFacts | undefined]>([
    ["nothing was asked", undefined],
    ["nobody is at it", { holder: null, past: [] }],
    ["this run is at it", { holder: { ...eve, run: "sd-0001" }, past: [] }],
  ])("nothing where %s", (_, rivals) => {
    expect(warnings(offeredWith(rivals))).toEqual([]);
  });

  test("that they are not told of a change without a lease, behind what the plan warns of", () => {
    const story = answered(rechecked(made), { outcome: "unavailable", reason: "not allowed (403)" });
    expect(warnings(story)).toEqual([
      "it takes a while",
      "made without a lease, so that others are not told of it: not allowed (403)",
    ]);
    expect(warnings(answered(rechecked(made), holding))).toEqual(["it takes a while"]);
  });
});
