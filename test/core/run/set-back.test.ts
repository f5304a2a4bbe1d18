import { expect, test } from "vitest";
import { deadlines, wanted } from "../../../src/core/run/machine.ts";
import type { RunState } from "../../../src/core/run/state.ts";
import { guardedStart } from "./guarded-runbook.ts";
import { handedOver } from "./handed-over.ts";
import { alice, plan, result } from "./sample-events.ts";
import { offered, Story, troubled } from "./story.ts";

const HOUR_MS = 3_600_000;

/** The wall clock is set back by so long, and noticed. */
function setBack(story: Story, byMs = HOUR_MS): Story {
  story.atMs -= byMs;
  return story.tell(0, { type: "woke", jumpedMs: -byMs });
}

function waits(state: RunState | null, nowMs: number): Readonly<Record<string, number>> {
  return Object.fromEntries(deadlines(state).map(({ atMs, why }) => [why, (atMs - nowMs) / 1_000]));
}

test("what was to come in a while still comes in that while", () => {
  const story = offered("wait");
  const before = waits(story.state, story.atMs);
  expect(before).toMatchObject({ "the expiry of rollback": 1_800, "paging secondary": 600, "paging manager": 1_800 });
  expect(waits(setBack(story).state, story.atMs)).toEqual(before);
});

test("a page is sent when its time has passed, and an offer lapses, by the clock as it is now", () => {
  const story = setBack(offered("wait")).tell(600, { type: "woke", jumpedMs: 0 });
  expect(story.wants).toContain("page");
  const digest = story.state?.proposals[0]?.digest ?? "";
  expect(story.tell(1_200, { type: "woke", jumpedMs: 0 }).state?.proposals[0]?.stage.kind).toBe("expired");
  expect(story.state?.proposals[0]?.digest).toBe(digest);
});

test("a step of less than a minute is waited out", () => {
  const story = offered("wait");
  const { nowMs } = story.state ?? { nowMs: 0 };
  expect(setBack(story, 59_000).state?.nowMs).toBe(nowMs);
});

test("a check that was asked has the rest of its budget, and the watch goes on", () => {
  // Eleven seconds in all, of which five have passed.
  const asked = new Story("wait").tell(5, { type: "woke", jumpedMs: 0 });
  asked.atMs -= HOUR_MS;
  const release = result("pass", asked.atMs);
  asked.tell(0, { type: "checked", round: "diagnosis-1", check: "release", result: release });
  expect(waits(asked.state, asked.atMs)["the budget of orders"]).toBe(6);
  const watched = setBack(offered("wait")).tell(30, { type: "woke", jumpedMs: 0 });
  expect(wanted(watched.state).some((effect) => effect.type === "check" && effect.round.startsWith("watch-"))).toBe(
    true,
  );
});

test("a change that is being proved is asked again when it completed, and proved by samples from after that", () => {
  const story = offered("none").approve().answer(troubled).plan().applied().completed();
  story.tell(15, { type: "woke", jumpedMs: 0 }).answer();
  setBack(story);
  expect([story.stage, story.wants]).toEqual(["completing", ["progress"]]);
  story.completed();
  for (const _ of [1, 2, 3]) story.tell(15, { type: "woke", jumpedMs: 0 }).answer();
  expect(story.state?.ended?.outcome).toBe("resolved");
});

test("a sample that was begun before the clock was set back is none of the new proof, whose samples are no older for it", () => {
  const begun = new Story("none", guardedStart()).answer(troubled).plan().approve().answer(troubled);
  const story = begun.plan().applied().completed().tell(15, { type: "woke", jumpedMs: 0 });
  const [first] = wanted(story.state).filter((effect) => effect.type === "check");
  if (first?.type !== "check") throw new Error("no sample is taken");
  story.tell(0, { type: "checked", round: first.round, check: first.check.id, result: result("pass", story.atMs) });
  setBack(story).completed().tell(1, { type: "woke", jumpedMs: 0 }).answer();
  for (const _ of [1, 2, 3]) story.tell(15, { type: "woke", jumpedMs: 0 }).answer();
  expect(story.state?.ended?.outcome).toBe("resolved");
});

test("a process that takes the run after the clock was set back goes on as well", () => {
  const story = offered("wait");
  story.atMs -= HOUR_MS;
  story.tell(0, { type: "session", session: "s2", attendance: "wait" });
  expect(waits(story.state, story.atMs)["paging secondary"]).toBe(600);
});

test("until when an intent may be sent is not moved: nobody asks before", () => {
  const story = offered("none").approve().answer(troubled).plan().sent();
  const notBeforeMs = story.atMs + 15_000;
  setBack(story).tell(0, { type: "session", session: "s2", attendance: "none" });
  expect(wanted(story.state)).toContainEqual(expect.objectContaining({ type: "reconcile", notBeforeMs }));
});

test("a clock that is put right again brings no page sooner, and none later than by the clock that the run began with", () => {
  const story = setBack(offered("wait"), 42 * 60_000);
  expect(waits(story.state, story.atMs)["paging secondary"]).toBe(600);
  story.atMs += 36 * 60_000;
  story.tell(0, { type: "woke", jumpedMs: 36 * 60_000 });
  expect(waits(story.state, story.atMs)["paging secondary"]).toBe(600);
  story.atMs += 8 * 60_000;
  story.tell(0, { type: "woke", jumpedMs: 8 * 60_000 });
  // Of these eight minutes six put it right; for the other two it slept.
  expect(waits(story.state, story.atMs)["paging secondary"]).toBe(480);
});

/** The wall clock is set forward by so long, and noticed. */
function setForward(story: Story, byMs: number): Story {
  story.atMs += byMs;
  return story.tell(0, { type: "woke", jumpedMs: byMs });
}

const MINUTE_MS = 60_000;

test("a clock that was ahead for a while and is put right brings no page sooner, nor does one that is set back further", () => {
  const story = setForward(offered("wait"), 5 * MINUTE_MS);
  expect(waits(story.state, story.atMs)["paging secondary"]).toBe(300);
  setBack(story, 3 * MINUTE_MS);
  expect(waits(story.state, story.atMs)["paging secondary"]).toBe(480);
  setBack(story, 62 * MINUTE_MS);
  expect(waits(story.state, story.atMs)["paging secondary"]).toBe(600);
});

test("steps of less than a minute are counted as well, whichever way they go", () => {
  const back = setBack(setBack(offered("wait"), 50_000), HOUR_MS);
  expect(waits(back.state, back.atMs)["paging secondary"]).toBe(600);
  const forward = setBack(setForward(offered("wait"), 50_000), HOUR_MS);
  expect(waits(forward.state, forward.atMs)["paging secondary"]).toBe(600);
  expect(waits(setForward(forward, 30_000).state, forward.atMs)["paging secondary"]).toBe(600);
});

test("a step back of which some has passed when it is noticed brings no page before its time, nor after it", () => {
  const story = offered("wait");
  story.atMs += 8_000 - 63_000;
  story.tell(0, { type: "woke", jumpedMs: -63_000 });
  expect(waits(story.state, story.atMs)["paging secondary"]).toBe(600 - 8);
  story.tell(600 - 9, { type: "woke", jumpedMs: 0 });
  expect(story.wants).not.toContain("page");
  expect(story.tell(1, { type: "woke", jumpedMs: 0 }).wants).toContain("page");
});

test("a page that is due by a clock that is ahead is none once that is put right, and in time when it comes", () => {
  const story = setForward(offered("wait"), 15 * MINUTE_MS);
  expect(waits(story.state, story.atMs)).toHaveProperty("the budget of orders");
  setBack(story, 15 * MINUTE_MS);
  expect(story.wants).not.toContain("page");
  expect(waits(story.state, story.atMs)["paging secondary"]).toBe(600);
  story.answer(troubled).tell(600, { type: "woke", jumpedMs: 0 });
  expect(wanted(story.state)).toContainEqual(expect.objectContaining({ type: "page", step: 0, late: false }));
});

test("a minute to the dot is waited out, more is not", () => {
  const at = (byMs: number) => {
    const story = offered("wait");
    const nowMs = story.atMs;
    return (setBack(story, byMs).state?.nowMs ?? 0) - nowMs;
  };
  expect([at(60_000), at(60_001)]).toEqual([0, -60_001]);
});

test("a change that completes, and one that is asked about, are asked in as long as before", () => {
  const completing = offered("none").approve().answer(troubled).plan().applied();
  const progress = { complete: false, completedAtMs: null, failed: null, summary: "" };
  completing.tell(0, { type: "progressed", proposal: "rollback", progress });
  const deadline = waits(completing.state, completing.atMs);
  expect(waits(setBack(completing).state, completing.atMs)).toEqual(deadline);
  expect(completing.state?.proposals[0]?.appliedAtMs).toBe(completing.atMs);
  const asked = offered("none").approve().answer(troubled).plan().sent();
  const about = { proposal: "rollback", write: "1", attempt: 1 };
  asked.tell(0, { type: "received", ...about, receipt: { outcome: "lost", message: "reset" } });
  asked.tell(0, { type: "reconciled", ...about, found: "unanswered", message: "refused" });
  expect(waits(asked.state, asked.atMs)["asking what became of rollback"]).toBe(3);
  expect(waits(setBack(asked).state, asked.atMs)["asking what became of rollback"]).toBe(3);
});

test("what has no time yet gets none, and what was due stays due", () => {
  const story = offered("wait").tell(600, { type: "woke", jumpedMs: 0 });
  expect(setBack(story).state?.steps.map(({ dueAtMs }) => (dueAtMs ?? 0) - story.atMs)).toEqual([0, 1_200_000]);
  expect(setBack(new Story("none")).state?.proposals).toEqual([]);
});

test("a clock that goes forward from where it always was moves no page", () => {
  const story = offered("wait").tell(120, { type: "woke", jumpedMs: 120_000 });
  expect(waits(story.state, story.atMs)["paging secondary"]).toBe(480);
});

/** The lease on what is to be changed is ours for a minute. */
function leased(): Story {
  const made = { ...plan(), lease: { namespace: "shop", name: "bigops-shop" } };
  const story = new Story("none").answer(troubled).plan(made).approve().answer(troubled).plan(made);
  const held = { outcome: "held" as const, epoch: 1, untilMs: story.atMs + 60_000, noted: true as const };
  return story.tell(0, { type: "leased", proposal: "rollback", lease: held });
}

test("a write whose lease ends in a minute is sent within a minute, though its intent is told by the other clock", () => {
  const story = setBack(leased().sent());
  expect(wanted(story.state)).toMatchObject([{ type: "send", notAfterMs: story.atMs + 60_000 }]);
});

test("a lease is renewed at once, and one that is not to be had is not asked for again", () => {
  const story = leased().applied();
  expect(story.wants).toEqual(["progress"]);
  expect(setBack(story).wants).toEqual(["progress", "lease"]);
  const without = leased().applied();
  const forbidden = { outcome: "unavailable", reason: "403", forbidden: true } as const;
  without.tell(0, { type: "leased", proposal: "rollback", lease: forbidden });
  expect(setBack(without).wants).toEqual(["progress"]);
});

test("a late page that was held back for a look is looked at again in as long as before", () => {
  const story = offered("wait").tell(1_201, { type: "woke", jumpedMs: 0 }).answer();
  expect(waits(story.state, story.atMs)["a look before paging secondary"]).toBe(30);
  expect(waits(setBack(story).state, story.atMs)["a look before paging secondary"]).toBe(30);
});

test("a page whose condition does not hold gets no time by a clock that is put right", () => {
  const begun = guardedStart({ escalation: [{ afterMs: null, when: "stock.fail", page: "stock-team" }] });
  const story = setBack(new Story("wait", begun).answer(troubled).plan());
  story.atMs += HOUR_MS;
  story.tell(0, { type: "woke", jumpedMs: HOUR_MS });
  expect([story.state?.steps[0]?.dueAtMs, story.wants.includes("page")]).toEqual([null, false]);
});

test("a clock that is put right while no process holds the run brings no page sooner", () => {
  const back = () => setBack(offered("wait").tell(300, { type: "woke", jumpedMs: 0 }));
  const resumed = back();
  resumed.atMs += HOUR_MS + 30_000;
  resumed.tell(0, { type: "session", session: "s2", attendance: "wait" });
  expect(waits(resumed.state, resumed.atMs)["paging secondary"]).toBe(600 - 330);
  // Half of it may be time in which nobody was there: no page comes before that by the clock as it is.
  const half = back();
  half.tell(HOUR_MS / 2_000, { type: "session", session: "s2", attendance: "wait" });
  expect(waits(half.state, half.atMs)["paging secondary"]).toBe(300);
});

test("a clock that is set back long after the latest event moves the pages as well", () => {
  const story = offered("wait");
  story.atMs += 8 * MINUTE_MS - 7 * MINUTE_MS;
  story.tell(0, { type: "woke", jumpedMs: -7 * MINUTE_MS });
  expect(waits(story.state, story.atMs)["paging secondary"]).toBe(120);
});

test("a clock that is kept right bit by bit leaves the due times as they were fixed", () => {
  const story = offered("wait");
  const due = () => story.state?.steps.map(({ dueAtMs }) => dueAtMs);
  const before = due();
  for (const jumpedMs of [-10, 999, -999]) story.tell(1, { type: "woke", jumpedMs });
  expect(due()).toEqual(before);
  expect(story.tell(1, { type: "woke", jumpedMs: -1_000 }).state?.clockSetMs).toBe(-1_000);
});

test("a clock that is set forward while no process holds the run, and put right later, brings no page sooner", () => {
  const story = offered("wait").tell(0, { type: "left", reason: "quit" });
  story.tell(5 * 60, { type: "session", session: "s2", attendance: "wait" });
  expect(waits(story.state, story.atMs)["paging secondary"]).toBe(300);
  setBack(story, 5 * MINUTE_MS);
  expect(waits(story.state, story.atMs)["paging secondary"]).toBe(600);
  setBack(story, 10 * MINUTE_MS);
  expect(waits(story.state, story.atMs)["paging secondary"]).toBe(600);
});

test("time that passes while a process holds the run is no clock that was set: one that is set back then moves the pages", () => {
  const story = offered("wait").tell(300, { type: "declined", proposal: "rollback", by: alice });
  setBack(story, 3 * MINUTE_MS);
  expect(waits(story.state, story.atMs)["paging secondary"]).toBe(300);
});

test("nor does one that was set forward before another run went on with it", () => {
  const story = offered("wait");
  story.atMs += 5 * MINUTE_MS;
  const { atMs: _, ...event } = handedOver(story.atMs);
  story.tell(0, event, { type: "session", session: "s2", attendance: "wait" });
  setBack(story, 5 * MINUTE_MS);
  expect(waits(story.state, story.atMs)["paging secondary"]).toBe(600);
});

test("a step back of less than a minute counts once, also where the clock is set back further before the next process", () => {
  const story = setBack(offered("wait"), 5_000);
  story.atMs -= HOUR_MS;
  story.tell(0, { type: "session", session: "s2", attendance: "wait" });
  expect(waits(story.state, story.atMs)["paging secondary"]).toBe(600);
});
