import { expect, test } from "vitest";
import { deadlines, wanted } from "../../../src/core/run/machine.ts";
import type { RunState } from "../../../src/core/run/state.ts";
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
  const asked = setBack(new Story("wait"));
  expect(waits(asked.state, asked.atMs)["the budget of orders"]).toBe(11);
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
