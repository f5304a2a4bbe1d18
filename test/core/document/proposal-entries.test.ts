import { describe, expect, test } from "vitest";
import { plan, started } from "../run/sample-events.ts";
import { offered, Story, troubled } from "../run/story.ts";
import { proposalTold, startedWith, told, undoMade, woke } from "./told.ts";

const alice = { user: "alice", as: "alice@example.test", host: "laptop" };
const approved = () => offered("none").approve();
const rechecked = () => approved().answer(troubled).plan();
/** Made, complete, and looked at as often. */
function proved(samples: number): Story {
  const story = rechecked().applied().completed();
  for (let sample = 0; sample < samples; sample += 1) story.tell(15, woke).answer();
  return story;
}

describe("a proposal", () => {
  test("that has no plan yet is not told", () => {
    expect(told(new Story("none").answer(troubled)).proposals).toEqual([]);
  });

  test("says what would be done, why, and until when it may be approved", () => {
    const made = {
      ...plan(),
      instructions: ["drain it first"],
      changes: [{ path: "image", from: "2.4.1", to: "2.4.0" }],
      impact: { lines: ["4 pods replaced"], keepServing: 3, budgetAllows: true },
      warnings: ["the ConfigMap is not rolled back"],
    };
    const story = new Story("none").answer(troubled).plan(made);
    const { digest, ...entry } = proposalTold(story);
    expect(digest).toBe(story.state?.proposals[0]?.digest);
    expect(entry).toEqual({
      id: "rollback",
      cause: "bad-release",
      action: "test.rollback",
      because: "orders fail after a release",
      note: null,
      expiresAt: "2026-01-15T03:30:00.000Z",
      status: "proposed",
      reason: null,
      undoes: null,
      plan: {
        summary: "roll shop back",
        target: { kind: "Deployment", namespace: "shop", name: "shop", uid: "uid-1" },
        writes: made.writes,
        instructions: ["drain it first"],
        changes: made.changes,
        impact: ["4 pods replaced"],
        warnings: ["the ConfigMap is not rolled back"],
        equivalent: "kubectl rollout undo deployment/shop",
        undo: "roll forward again",
      },
      approval: null,
      lease: null,
      applied: null,
      mayBeApplied: false,
      undoProblem: null,
      guards: [],
      verification: null,
    });
  });

  test("of a dry run has neither digest nor an end: there is nothing to approve", () => {
    const story = new Story("none", started("dry-run")).answer(troubled).plan();
    expect(proposalTold(story)).toMatchObject({ digest: null, expiresAt: null, status: "proposed" });
  });

  test("shows no secret of what it writes, and writes it all the same", () => {
    const [write] = plan().writes;
    if (write === undefined) throw new Error("the sample writes nothing");
    const body = { env: [{ name: "DB_PASSWORD", value: "hunter2" }] };
    const story = new Story("none").answer(troubled).plan({ ...plan(), writes: [{ ...write, body }] });
    expect(proposalTold(story).plan.writes).toEqual([
      { ...write, body: { env: [{ name: "DB_PASSWORD", value: "‹hidden›" }] } },
    ]);
    expect(story.state?.proposals[0]?.plan?.writes[0]?.body).toEqual(body);
  });

  test("says who approved it and when, and what the server answered when it was made", () => {
    const made = proposalTold(rechecked().tell(1, woke).applied());
    expect(made.approval).toEqual({
      by: "alice",
      as: "alice@example.test",
      identity: "known",
      host: "laptop",
      at: "2026-01-15T03:00:01.000Z",
    });
    expect(made.applied).toEqual({ at: "2026-01-15T03:00:02.000Z", receipts: [expect.any(Object)] });
    expect(made.verification).toBeNull();
  });

  test("says so where the cluster does not know who approved it", () => {
    const story = offered("none");
    const digest = story.state?.proposals[0]?.digest ?? "";
    story.tell(1, { type: "approved", digest, by: { user: "bob", as: null, host: "desk" } });
    expect(proposalTold(story).approval).toMatchObject({ by: "bob", as: null, identity: "not-known" });
  });

  test("says how far its proof has come, of how many, and when that is over", () => {
    // Made 1 s after the start; 600 s to complete and three looks 15 s apart are the time that it has.
    const deadline = "2026-01-15T03:10:46.000Z";
    expect(proposalTold(proved(0)).verification).toEqual({ samples: 0, passes: 0, needed: 3, deadline });
    const story = proved(2).tell(15, woke).answer({ orders: "fail" });
    expect(proposalTold(story).verification).toEqual({ samples: 3, passes: 0, needed: 3, deadline });
    expect(proposalTold(proved(3)).verification).toEqual({ samples: 3, passes: 3, needed: 3, deadline });
  });

  test("needs as many passes as the runbook says", () => {
    const begun = startedWith({ verification: { passes: 5, interval: "15s" } });
    const story = new Story("none", begun).answer(troubled).plan().approve().answer(troubled).plan();
    expect(proposalTold(story.applied().completed()).verification?.needed).toBe(5);
  });

  test("that takes another one back says which, and is not taken back in its turn", () => {
    const story = proved(3).tell(60, { type: "undo-requested", proposal: "rollback", by: alice }).plan();
    const undo = proposalTold(story, "undo-rollback");
    expect(undo).toMatchObject({ undoes: "rollback", because: "takes back rollback", plan: { undo: null } });
    expect(proposalTold(story).plan.undo).toBe("roll forward again");
    expect(told(undoMade(story)).proposals.map(({ id, status }) => `${id} ${status}`)).toEqual([
      "rollback undone",
      "undo-rollback verified",
    ]);
    // Its completion is its proof: no sample was taken of it, none passed, and none is needed.
    expect(proposalTold(story, "undo-rollback").verification).toBeNull();
  });
});

test("those of the newest diagnosis come first, each in the order in which they would be asked", () => {
  const both = { orders: "fail", stock: "fail" } as const;
  const story = new Story("wait").answer(both).plan().tell(1_800, woke).answer(both).plan();
  expect(told(story).proposals.map(({ id, status }) => `${id} ${status}`)).toEqual([
    "rollback-2 proposed",
    "refill-2 proposed",
    "rollback expired",
    "refill expired",
  ]);
});
