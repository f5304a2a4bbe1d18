import { describe, expect, test } from "vitest";
import { apply, wanted } from "../../../src/core/run/machine.ts";
import { plan, result, START_MS, started } from "./sample-events.ts";
import { offered, Story, troubled } from "./story.ts";

const woke = { type: "woke", jumpedMs: 0 } as const;
const again = { type: "session", session: "s2", attendance: "none" } as const;

test("a run that died after its approval does not change anything once the approval has expired", () => {
  const story = offered("none")
    .approve()
    .tell(3 * 86_400, again);
  expect(story.state?.proposals[0]?.stage).toMatchObject({
    kind: "refused",
    reason: expect.stringMatching(/approval has expired/),
  });
  expect(story.answer(troubled).plan().outcome).toBe("awaiting-approval");
});

test("a run that died after its approval goes on while the approval holds", () => {
  expect(offered("none").approve().tell(60, again).answer(troubled).plan().wants).toEqual(["prepare"]);
});

test("a write is not begun after its approval has expired, however long reading the object took", () => {
  const story = offered("none").approve().answer(troubled).plan().tell(1_800, woke).sent();
  expect(story.wants).not.toContain("send");
  expect(story.state?.proposals[0]?.stage).toMatchObject({
    kind: "refused",
    reason: expect.stringMatching(/approval has expired/),
  });
});

function verifying(): Story {
  const story = offered("none").approve().answer(troubled).plan().applied().completed();
  return story.tell(15, woke).answer().tell(15, woke).answer();
}

test("passes before and after a gap that nobody looked into are not in a row", () => {
  const story = verifying();
  expect(story.state?.proposals[0]?.stage).toMatchObject({ kind: "verifying", proof: { passes: 2 } });
  story.tell(120, again).answer();
  expect(story.state?.proposals[0]?.stage).toMatchObject({ kind: "verifying", proof: { passes: 1 } });
});

test("nobody looked until the proof was due: there is time for a proof again", () => {
  const story = verifying().tell(86_400, again).answer();
  for (const _ of [1, 2]) story.tell(15, woke).answer();
  expect(story.stage).toBe("verified");
  const failed = verifying().tell(86_400, again);
  for (let waited = 0; waited < 700; waited += 15) failed.answer(troubled).tell(15, woke);
  expect(failed.stage).toBe("not-helped");
});

test("looks before and after a gap do not make symptoms gone", () => {
  const story = offered("wait");
  for (const _ of [1, 2]) story.tell(30, woke).answer();
  story.tell(900, { ...again, attendance: "wait" }).answer();
  expect(story.state?.watch.passes).toBe(1);
  expect(story.state?.ended).toBeNull();
});

test("a check that died with its process is asked again, with its whole budget", () => {
  const story = new Story("none").tell(40, again);
  expect(wanted(story.state).map((effect) => effect.id)).toContain("check:diagnosis-1:orders");
  story.tell(9, woke).answer(troubled).plan();
  expect(story.outcome).toBe("awaiting-approval");
});

test("what was looked at again before a sleep is looked at once more before anything is sent", () => {
  const slept = { type: "woke", jumpedMs: 600_000 } as const;
  const story = offered("wait").approve().answer(troubled).plan().tell(600, slept).sent();
  expect(story.wants).not.toContain("send");
  expect(wanted(story.state).map((effect) => effect.id)).toContain("check:recheck-rollback-2:orders");
  const verified = verifying()
    .tell(3_600, { ...slept, jumpedMs: 3_600_000 })
    .answer();
  expect(verified.state?.proposals[0]?.stage).toMatchObject({ kind: "verifying", proof: { passes: 1 } });
});

describe("a sample of the proof that is half answered", () => {
  const half = () => {
    const story = offered("none").approve().answer(troubled).plan().applied().completed().tell(15, woke);
    return checked(story, "verify-rollback-1", "orders");
  };
  const checked = (story: Story, round: string, check: string) =>
    story.tell(0, { type: "checked", round, check, result: result("pass", story.atMs) });
  const asked = ({ state }: Story) => wanted(state).map(({ id }) => id);

  test("by a sleep is taken anew, whole, and under another name", () => {
    const story = half().tell(600, { type: "woke", jumpedMs: 600_000 });
    expect(asked(story)).toEqual(["check:verify-rollback-2:orders", "check:verify-rollback-2:stock"]);
  });

  test("by a sleep takes no answer from before it", () => {
    const story = checked(half().tell(600, { type: "woke", jumpedMs: 600_000 }), "verify-rollback-1", "stock");
    expect(story.state?.proposals[0]?.stage).toMatchObject({ kind: "verifying", proof: { samples: 0, passes: 0 } });
    checked(story, "verify-rollback-2", "orders");
    checked(story, "verify-rollback-2", "stock");
    expect(story.state?.proposals[0]?.stage).toMatchObject({ kind: "verifying", proof: { samples: 1, passes: 1 } });
  });

  test("by a clock that is set back takes none by the other clock, though the proof begins anew", () => {
    const story = half().tell(-3_600, { type: "woke", jumpedMs: -3_600_000 }).completed().tell(15, woke);
    expect(asked(story)).toEqual(["check:verify-rollback-2:orders", "check:verify-rollback-2:stock"]);
    checked(story, "verify-rollback-1", "orders");
    expect(asked(story)).toEqual(["check:verify-rollback-2:orders", "check:verify-rollback-2:stock"]);
  });

  test("by the end of a process is another one to the next process", () => {
    expect(asked(half().tell(1, again))).toEqual(["check:verify-rollback-2:orders", "check:verify-rollback-2:stock"]);
  });
});

test("a look at the symptoms that slept in the middle is taken anew, also the one before a late page", () => {
  const story = offered("wait").tell(30, woke);
  const rounds = () => story.state?.rounds.map(({ id, results }) => [id, results.size]);
  const halfAnswered = () => {
    for (const { id } of story.state?.rounds ?? [])
      story.tell(0, { type: "checked", round: id, check: "orders", result: result("pass", story.atMs) });
  };
  halfAnswered();
  expect(rounds()).toEqual([["watch-1-1", 1]]);
  story.tell(900, { type: "woke", jumpedMs: 900_000 });
  const missedAtMs = story.atMs;
  halfAnswered();
  expect(rounds()).toEqual([
    ["watch-1-2", 1],
    [`overdue-${missedAtMs}`, 1],
  ]);
  story.tell(120, { type: "woke", jumpedMs: 120_000 });
  expect(rounds()).toEqual([
    ["watch-1-3", 0],
    [`overdue-${story.atMs}`, 0],
  ]);
});

test("a diagnosis that slept in the middle is made anew", () => {
  const story = new Story("none");
  const orders = result("pass", story.atMs);
  story.tell(0, { type: "checked", round: "diagnosis-1", check: "orders", result: orders });
  story.tell(3_600, { type: "woke", jumpedMs: 3_600_000 });
  expect(wanted(story.state).map((effect) => effect.id)).toContain("check:diagnosis-2:orders");
});

test("a change is not complete before it was made, whatever the clock of the cluster says", () => {
  const story = offered().approve().answer(troubled).plan().applied();
  const progress = { complete: true, completedAtMs: story.atMs - 300_000, failed: null, summary: "" };
  story.tell(0, { type: "progressed", proposal: "rollback", progress });
  for (const _ of [1, 2, 3]) story.tell(15, woke).answer({}, 120_000);
  expect(story.state?.proposals[0]?.stage).toMatchObject({ kind: "verifying", proof: { passes: 0 } });
});

test("after a known problem one diagnosis that passes is watched, not believed", () => {
  const story = offered().approve().answer(troubled).plan(plan("uid-2"));
  story.answer();
  expect(story.state?.diagnosis?.health).toBe("healthy");
  expect(story.state?.ended).toBeNull();
  for (const _ of [1, 2, 3]) story.tell(30, { type: "woke", jumpedMs: 0 }).answer();
  expect(story.state?.ended?.outcome).toBe("resolved");
});

const minute = { type: "woke", jumpedMs: 60_000 } as const;
const slept = { type: "woke", jumpedMs: 60_001 } as const;

test("a clock that left by a minute did not sleep, by more it did", () => {
  const passes = (story: Story) => story.state?.proposals[0]?.stage;
  expect(passes(verifying().tell(1, minute))).toMatchObject({ proof: { passes: 2 } });
  expect(passes(verifying().tell(1, slept))).toMatchObject({ proof: { passes: 0 } });
});

test("a sleep means nothing where nobody holds the run", () => {
  expect(new Story("visitor").tell(1, slept).state?.cycle).toBe(1);
  expect(new Story("wait").tell(1, { type: "left", reason: "quit" }, slept).state?.cycle).toBe(1);
  const unheld = apply(apply(null, started()), { ...slept, atMs: START_MS + 1_000 });
  expect(unheld?.cycle).toBe(1);
  expect(new Story("wait").tell(1, slept).state?.cycle).toBe(2);
});

test("a change that slept while it completed has its whole time again", () => {
  const story = offered("none").approve().answer(troubled).plan().applied().tell(300, slept);
  // 600 s to complete, and three looks 15 s apart; the samples have no window.
  expect(story.state?.proposals[0]?.deadlineMs).toBe(story.atMs + 645_000);
});

test("a proof that nobody looked into has time for as many samples as it needs, however late its next one was to be", () => {
  // A sample just failed, and twenty seconds of its time are left.
  const story = verifying().tell(1, again);
  const deadlineMs = story.state?.proposals[0]?.deadlineMs ?? 0;
  const slow = { ...again, session: "s3" };
  story
    .tell((deadlineMs - story.atMs) / 1_000 - 20, woke)
    .answer(troubled)
    .tell(1, slow);
  for (const _ of [1, 2, 3]) story.answer().tell(16, woke);
  expect(story.stage).toBe("verified");
});

test("a proof that slept keeps its deadline where that is later", () => {
  const story = offered("none").approve().answer(troubled).plan().applied();
  const appliedAtMs = story.atMs;
  expect(story.completed().tell(61, slept).state?.proposals[0]?.deadlineMs).toBe(appliedAtMs + 645_000);
});

test("an approval that lapsed in a sleep is refused, with one diagnosis after it", () => {
  const story = offered("wait").approve().tell(1_800, { type: "woke", jumpedMs: 1_800_000 });
  expect(story.stage).toBe("refused");
  expect(story.state?.cycle).toBe(2);
});
