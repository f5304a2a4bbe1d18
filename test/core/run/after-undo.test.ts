import { describe, expect, test } from "vitest";
import type { Attendance } from "../../../src/core/run/event.ts";
import type { Mitigation, Runbook } from "../../../src/core/runbook/runbook.ts";
import { guardedRunbook, guardedStart } from "./guarded-runbook.ts";
import { alice, plan } from "./sample-events.ts";
import { Story, troubled } from "./story.ts";

const woke = { type: "woke", jumpedMs: 0 } as const;
const both = { orders: "fail", stock: "fail" } as const;
const ends = (story: Story) => story.state?.ended?.outcome ?? null;

/** The change of a proposal is sent, and the server took it. */
function applied(story: Story, proposal: string): Story {
  const about = { proposal, write: "1", attempt: 1 };
  story.tell(0, { type: "intended", ...about, resourceVersion: "8", notAfterMs: story.atMs + 5_000, detail: {} });
  const receipt = { outcome: "applied" as const, atMs: story.atMs, resourceVersion: "9", detail: {} };
  return story.tell(0, { type: "received", ...about, receipt });
}

function completed(story: Story, proposal: string, failed: string | null = null): Story {
  const complete = failed === null;
  const progress = { complete, completedAtMs: complete ? story.atMs : null, failed, summary: "" };
  return story.tell(0, { type: "progressed", proposal, progress });
}

/** The rollback broke what it must not, `latency`, and its undo is offered. */
function regressed(attendance: Attendance, changes: Partial<Runbook> = {}): Story {
  const story = new Story(attendance, guardedStart(changes)).answer(troubled).plan().approve();
  completed(applied(story.answer(troubled).plan(), "rollback"), "rollback");
  for (const _ of [1, 2]) story.tell(15, woke).answer({ latency: "fail" });
  return story.plan();
}

function undone(story: Story, failed: string | null = null): Story {
  const id = story.state?.proposals.at(-1)?.id ?? "";
  return completed(applied(story.approve().plan(), id), id, failed);
}

function mitigations(change: (one: Mitigation) => Partial<Mitigation>): Partial<Runbook> {
  return { mitigation: guardedRunbook.mitigation.map((one) => ({ ...one, ...change(one) })) };
}

describe("after the undo of what broke a guard", () => {
  test("the search goes on where somebody stays, also where nothing is proposed any more, and the watch with it", () => {
    const story = undone(regressed("wait")).answer(troubled);
    expect(story.state?.proposals.map(({ id }) => id)).toEqual(["rollback", "undo-rollback"]);
    expect([ends(story), story.outcome]).toEqual([null, "problem"]);
    expect(story.tell(30, woke).state?.rounds.map(({ purpose }) => purpose)).toEqual(["watch"]);
  });

  test("it goes on where one of two guards was broken", () => {
    const story = regressed(
      "wait",
      mitigations(({ id }) => (id === "rollback" ? { guard: ["latency", "logs"] } : {})),
    );
    expect(story.state?.proposals[0]?.stage.kind).toBe("regressed");
    expect(ends(undone(story).answer(troubled))).toBeNull();
  });

  test("it goes on for the change that was undone, whatever was proposed before it", () => {
    const story = new Story("wait", guardedStart(mitigations(() => ({ guard: ["latency"] })))).answer(both).plan();
    story.tell(1, { type: "declined", proposal: "rollback", by: alice }).approve().answer(both).plan();
    completed(applied(story, "refill"), "refill");
    for (const _ of [1, 2]) story.tell(15, woke).answer({ latency: "fail" });
    undone(story.plan()).answer({ orders: "fail", release: "fail" });
    expect(story.state?.proposals.map(({ id, stage }) => `${id} ${stage.kind}`)).toEqual([
      "rollback declined",
      "refill undone",
      "undo-refill verified",
    ]);
    expect(ends(story)).toBeNull();
  });

  test("it ends where nobody does", () => {
    expect(ends(undone(regressed("none")).answer(troubled))).toBe("problem");
  });

  test("it ends as unverified where the undo itself came to no good end", () => {
    const story = undone(regressed("wait"), "stuck");
    expect(story.state?.mayPropose).toBe(false);
    expect(ends(story.answer({ orders: "fail", stock: "fail" }))).toBe("unverified");
  });
});

describe("after another undo", () => {
  /** It did not help, and somebody has it undone. */
  function notHelped(): Story {
    const story = new Story("wait", guardedStart()).answer(troubled).plan().approve().answer(troubled).plan();
    completed(applied(story, "rollback"), "rollback", "stuck");
    return story.tell(1, { type: "undo-requested", proposal: "rollback", by: alice }).plan().answer(troubled);
  }

  test("the run ends with what the symptoms say, also where somebody stays", () => {
    expect(ends(undone(notHelped()).answer(troubled))).toBe("problem");
  });

  test("it is proved by its completion, without a look", () => {
    const story = undone(notHelped());
    expect(story.state?.proposals.at(-1)?.stage).toEqual({ kind: "verified", proof: null });
  });

  test("that could not be planned nothing else is proposed in its place", () => {
    const [rollback] = guardedRunbook.mitigation;
    if (rollback === undefined) throw new Error("the sample proposes nothing");
    const mitigation = [rollback, { ...rollback, id: "restart", action: "test.restart", guard: [] }];
    const story = new Story("none", guardedStart({ mitigation })).answer(troubled).plan().approve();
    completed(applied(story.answer(troubled).plan(), "rollback"), "rollback");
    for (const _ of [1, 2, 3]) story.tell(15, woke).answer();
    story.tell(1, { type: "undo-requested", proposal: "rollback", by: alice });
    const about = { proposal: "undo-rollback", stage: "propose", recheck: 0 } as const;
    story.tell(1, { type: "plan-failed", ...about, reason: "gone" });
    expect(story.state?.proposals.map(({ id }) => id)).toEqual(["rollback", "restart", "undo-rollback"]);
  });
});

test("another change that helps does not make good what the first one broke, where that has no inverse", () => {
  const story = new Story("wait", guardedStart())
    .answer(troubled)
    .plan({ ...plan(), undo: null })
    .approve();
  completed(applied(story.answer(troubled).plan({ ...plan(), undo: null }), "rollback"), "rollback");
  // The second look ends the proof, and begins a diagnosis.
  for (const _ of [1, 2]) story.tell(15, woke).answer({ latency: "fail", stock: "fail" });
  story.plan().approve().answer({ stock: "fail" }).plan();
  completed(applied(story, "refill-2"), "refill-2");
  for (const _ of [1, 2, 3]) story.tell(15, woke).answer();
  expect(story.state?.proposals.map(({ id, stage }) => `${id} ${stage.kind}`)).toEqual([
    "rollback regressed",
    "refill-2 verified",
  ]);
  expect(ends(story)).toBe("unverified");
});
