import { describe, expect, test } from "vitest";
import { deadlines, isResting } from "../../../src/core/run/machine.ts";
import { alice } from "./sample-events.ts";
import { offered, type Story } from "./story.ts";

const woke = { type: "woke", jumpedMs: 0 } as const;

/** What time will bring about, each in seconds from now. */
function waits(story: Story): readonly string[] {
  return deadlines(story.state).map(({ atMs, why }) => `${why} in ${(atMs - story.atMs) / 1_000} s`);
}

describe("a note that failed", () => {
  const note = { type: "paged", step: 0, note: "resolve", ok: false, message: "503", again: true } as const;

  function untold(): Story {
    const story = offered("wait").tell(540, woke).answer().tell(30, woke).answer().tell(30, woke);
    story.tell(0, { ...note, note: "page", ok: true }).answer();
    expect([story.outcome, waits(story)]).toEqual(["resolved", []]);
    return story.tell(0, note);
  }

  test("is told again, also once the run has ended, and is no deadline while it is on its way", () => {
    const story = untold();
    expect(waits(story)).toEqual(["resolve for secondary again in 5 s"]);
    expect(waits(story.tell(5, woke))).toEqual([]);
  });

  test("is waited for by nobody once another run goes on with this one", () => {
    const story = untold().tell(1, { type: "superseded", by: { run: "sd-0002", user: "bob", host: "desk", epoch: 2 } });
    expect([waits(story), isResting(story.state)]).toEqual([[], true]);
  });

  test("holds no process that leaves", () => {
    const story = offered("wait").tell(600, woke, { ...note, note: "page", ok: true });
    story.tell(1, { type: "acknowledged", by: alice }).tell(0, { ...note, note: "acknowledge" });
    expect(isResting(story.state)).toBe(false);
    expect(isResting(story.tell(1, { type: "left", reason: "quit" }).state)).toBe(true);
  });

  test("and was told since stays told, whatever is said of it later", () => {
    const story = untold()
      .tell(5, { ...note, ok: true })
      .tell(0, note);
    expect([story.state?.steps[0]?.notes.resolve, waits(story)]).toEqual([{ kind: "told" }, []]);
  });

  test("is owed also where the next process found all well", () => {
    const story = offered("wait").tell(600, woke, { ...note, note: "page", ok: true });
    story.tell(1, { type: "left", reason: "quit" }).tell(2_000, { type: "session", session: "s2", attendance: "none" });
    expect(story.answer().outcome).toBe("healthy");
    expect(waits(story.tell(0, note))).toEqual(["resolve for secondary again in 5 s"]);
  });
});
