import { describe, expect, test } from "vitest";
import type { RunEvent } from "../../../src/core/run/event.ts";
import type { Runbook } from "../../../src/core/runbook/runbook.ts";
import { alice, plan, started } from "./sample-events.ts";
import { offered, Story, troubled } from "./story.ts";

const woke = { type: "woke", jumpedMs: 0 } as const;
const acknowledged = { type: "acknowledged", by: alice } as const;
const declined = (proposal: string) => ({ type: "declined", proposal, by: alice }) as const;
const undo = { type: "undo-requested", proposal: "rollback", by: alice } as const;
const sent = (step: number) => ({ type: "paged", step, note: "page", ok: true, message: "" }) as const;
/** Orders fail, and no cause is known. */
const causeless = { orders: "fail", release: "fail" } as const;

function begun(changes: Partial<Runbook>, mode: "run" | "dry-run" | "drill" = "run"): RunEvent {
  const event = started(mode) as RunEvent & { type: "started" };
  return { ...event, run: { ...event.run, runbook: { ...event.run.runbook, ...changes } } };
}

const ends = (story: Story) => story.state?.ended?.outcome ?? null;

describe("a run that has ended", () => {
  test("ended when it did, whatever comes", () => {
    const story = new Story("none").answer();
    const endedAtMs = story.atMs;
    expect(story.tell(60, woke, acknowledged).state?.ended).toEqual({ outcome: "healthy", atMs: endedAtMs });
  });

  test("asks nothing any more, also what it was about to", () => {
    const story = offered("wait").tell(30, woke).answer().tell(30, woke).answer().tell(1_260, woke);
    expect(story.state?.rounds.map(({ purpose }) => purpose)).toEqual(["watch", "overdue"]);
    const watch = story.state?.rounds[0];
    const [result] = [...(story.state?.diagnosis?.results.values() ?? [])];
    if (watch === undefined || result === undefined) throw new Error("it does not watch");
    for (const check of watch.checks)
      story.tell(0, { type: "checked", round: watch.id, check, result: { ...result, verdict: "pass" } });
    expect([ends(story), story.state?.rounds]).toEqual(["resolved", []]);
  });
});

describe("a problem without a proposal", () => {
  test("stays open where a step is to come, and ends where none is", () => {
    expect(ends(new Story("none").answer(causeless))).toBeNull();
    expect(ends(new Story("none", begun({ escalation: [] })).answer(causeless))).toBe("problem");
    expect(ends(new Story("wait", begun({ escalation: [] })).answer(causeless))).toBe("problem");
    expect(ends(new Story("wait").answer(causeless).tell(1, acknowledged))).toBe("problem");
  });

  test("of a drill is not kept open by a page", () => {
    expect(ends(new Story("wait", begun({}, "drill")).answer(causeless))).toBe("problem");
  });

  test("is escalated once somebody was paged and nobody is left to be", () => {
    const story = new Story("wait").answer(causeless).tell(600, woke, sent(0)).answer(causeless);
    expect([ends(story), story.outcome]).toEqual([null, "escalated"]);
    expect(ends(story.tell(1_200, woke).answer(causeless).tell(0, sent(1)))).toBe("escalated");
  });

  test("is not kept open by a step whose condition does not hold, unless somebody asks for it", () => {
    const escalation = [{ afterMs: null, when: "stock.fail", page: "vendor" }];
    const step = begun({ escalation: [...escalation, { afterMs: 60_000, when: null, page: "manager" }] });
    const unasked = new Story("wait", step).answer(causeless).tell(60, woke, sent(1)).answer(causeless);
    expect(ends(unasked)).toBe("escalated");
    const asked = new Story("wait", step).answer(causeless);
    for (const _ of ["manager", "vendor"]) asked.tell(1, { type: "escalated", by: alice });
    expect(ends(asked.tell(1, sent(1)))).toBeNull();
    expect(ends(asked.tell(1, sent(0)))).toBe("escalated");
  });
});

describe("a run stays open", () => {
  test("while a plan is being made, also one that can never be approved", () => {
    const story = new Story("none", started("dry-run")).answer(troubled);
    expect(ends(story)).toBeNull();
    expect(ends(story.plan())).toBe("problem");
  });

  test("while it is looked at anew, whatever was found before", () => {
    const story = offered("wait").approve().answer(troubled).plan(plan("uid-2"));
    expect([story.state?.cycle, ends(story)]).toEqual([2, null]);
  });

  test("after a known problem until its symptoms passed in a row, also where nobody is left to be paged", () => {
    const story = offered("wait").tell(1, acknowledged).approve().answer(troubled).plan(plan("uid-2")).answer();
    expect([story.state?.diagnosis?.health, ends(story)]).toEqual(["healthy", null]);
    for (const _ of [1, 2, 3]) story.tell(30, woke).answer();
    expect(ends(story)).toBe("resolved");
  });

  test("but not as a dry run, which watches nothing", () => {
    const session = { type: "session", session: "s2", attendance: "terminal" } as const;
    const story = new Story("terminal", started("dry-run")).tell(70, session).answer();
    expect([story.state?.cycle, ends(story)]).toEqual([2, "healthy"]);
  });

  test("while its undo is offered", () => {
    const story = offered("none").approve().answer(troubled).plan().applied().completed();
    for (const _ of [1, 2, 3]) story.tell(15, woke).answer();
    expect(ends(story)).toBe("resolved");
    expect(ends(story.tell(1, undo))).toBeNull();
    expect(ends(story.plan())).toBeNull();
    expect(ends(story.tell(1, declined("undo-rollback")))).toBe("resolved");
  });

  test("while one of its offers may be approved; in a read-only environment none may", () => {
    expect(ends(new Story("wait", begun({ escalation: [] })).answer(troubled).plan())).toBeNull();
    const event = started("run", true) as RunEvent & { type: "started" };
    const readOnly = { ...event, run: { ...event.run, runbook: { ...event.run.runbook, escalation: [] } } };
    expect(ends(new Story("wait", readOnly).answer(troubled).plan())).toBe("problem");
  });
});

test("where nobody stays, a change that was refused ends the run, whatever else is offered", () => {
  const both = { orders: "fail", stock: "fail" } as const;
  const story = new Story("none").answer(both).plan().approve().answer(both).plan(plan("uid-2"));
  const stages = () => story.state?.proposals.map(({ stage }) => stage.kind);
  expect([stages(), ends(story)]).toEqual([["refused", "offered"], "refused"]);
  story.tell(1_800, woke);
  expect([stages(), ends(story)]).toEqual([["refused", "offered"], "refused"]);
});

describe("an undo that could not be made", () => {
  function asked(): Story {
    const story = offered("none").approve().answer(troubled).plan().applied().completed();
    for (const _ of [1, 2, 3]) story.tell(15, woke).answer();
    return story.tell(1, undo);
  }

  test("is refused where it could not be planned, or is another one by then", () => {
    const about = { proposal: "undo-rollback", stage: "propose", recheck: 0 } as const;
    expect(ends(asked().tell(1, { type: "plan-failed", ...about, reason: "gone" }))).toBe("refused");
    expect(ends(asked().plan().approve().plan(plan("uid-2")))).toBe("refused");
  });

  test("leaves it unverified where nobody can tell whether it was", () => {
    const story = asked().plan().approve().plan();
    const about = { proposal: "undo-rollback", write: "1", attempt: 1 } as const;
    story.tell(0, { type: "intended", ...about, resourceVersion: "8", notAfterMs: story.atMs + 5_000, detail: {} });
    story.tell(60, { type: "session", session: "s2", attendance: "none" });
    story.tell(0, { type: "reconciled", ...about, found: "unknown", message: "moved" }).answer();
    expect(ends(story)).toBe("unverified");
  });
});

describe("how an open run stands", () => {
  test("is inconclusive before its first diagnosis", () => {
    expect(new Story("none").outcome).toBe("inconclusive");
  });

  test("is unverified from the write to the proof, and not while everything is looked at again", () => {
    const story = offered("none").approve();
    expect(story.outcome).toBe("problem");
    expect(story.answer(troubled).plan().outcome).toBe("unverified");
    expect(story.applied().outcome).toBe("unverified");
    expect(story.completed().outcome).toBe("unverified");
  });

  test("is unverified once nobody can tell whether it was made, also while it is looked at once more", () => {
    const story = offered("wait").approve().answer(troubled).plan().sent();
    story.tell(60, { type: "session", session: "s2", attendance: "none" });
    const about = { proposal: "rollback", write: "1", attempt: 1 } as const;
    story.tell(0, { type: "reconciled", ...about, found: "unknown", message: "moved" });
    expect([story.stage, ends(story), story.outcome]).toEqual(["unknown", null, "unverified"]);
  });

  test("is interrupted by Ctrl-C, and not by quitting", () => {
    expect(offered().tell(1, { type: "left", reason: "interrupted" }).outcome).toBe("interrupted");
    expect(offered().tell(1, { type: "left", reason: "quit" }).outcome).toBe("awaiting-approval");
  });

  test("awaits no approval where none can be given", () => {
    expect(new Story("wait", started("run", true)).answer(troubled).plan().outcome).toBe("problem");
  });

  test("is escalated by a page while it hurts, and not once it does not", () => {
    const story = offered("wait").tell(1, declined("rollback")).tell(600, woke, sent(0)).answer(troubled);
    expect([ends(story), story.outcome]).toEqual([null, "escalated"]);
    story.tell(1, { type: "left", reason: "quit" }, { type: "session", session: "s2", attendance: "wait" }).answer();
    expect([story.state?.diagnosis?.health, ends(story), story.outcome]).toEqual(["healthy", null, "healthy"]);
  });
});
