import { describe, expect, test } from "vitest";
import { refusal, wanted } from "../../../src/core/run/machine.ts";
import { alice, started } from "./sample-events.ts";
import { Story, troubled } from "./story.ts";

const woke = { type: "woke", jumpedMs: 0 } as const;
const statuses = (story: Story) => story.state?.steps.map(({ status }) => status);

/** Refused since the symptom passed in just that moment, and the next diagnosis finds no trouble; somebody stays. */
function calmForAMoment(): Story {
  const story = new Story("terminal").answer(troubled).plan().approve().answer().plan().answer().plan();
  expect(story.state).toMatchObject({ cycle: 2, diagnosis: { health: "healthy" }, ended: null });
  return story;
}

describe("a trouble that was gone for a moment", () => {
  test("is diagnosed anew when it comes back, and what helps is proposed again", () => {
    const story = calmForAMoment().tell(30, woke).answer(troubled).plan();
    expect(story.state).toMatchObject({ cycle: 3, diagnosis: { health: "problem" } });
    expect([story.outcome, story.wants]).toEqual(["awaiting-approval", ["prompt"]]);
  });

  test("is diagnosed anew also where the last diagnosis could not tell", () => {
    const story = new Story("wait")
      .answer(troubled)
      .plan()
      .tell(60, { type: "session", session: "s2", attendance: "wait" });
    story.tell(1_800, woke).answer({ orders: "error" });
    expect(story.state).toMatchObject({ diagnosis: { health: "inconclusive" }, ended: null });
    expect(story.tell(30, woke).answer(troubled).plan().state?.diagnosis?.health).toBe("problem");
  });

  test("once it was acknowledged ends the run as a problem where nothing is to be approved", () => {
    const story = calmForAMoment().tell(1, { type: "acknowledged", by: alice }).tell(30, woke).answer(troubled).plan();
    for (const { id, stage } of story.state?.proposals ?? [])
      if (stage.kind === "offered") story.tell(0, { type: "declined", proposal: id, by: alice });
    expect(story.state?.ended?.outcome).toBe("problem");
  });

  test("makes no run healthy by an acknowledgement from elsewhere, nor by Ctrl-C", () => {
    const left = calmForAMoment().tell(1, { type: "left", reason: "interrupted" });
    expect([left.state?.ended, left.outcome, statuses(left)]).toEqual([null, "interrupted", ["waiting", "waiting"]]);
    const visited = calmForAMoment().tell(60, { type: "session", session: "v", attendance: "visitor" });
    expect(visited.state?.ended).toBeNull();
    expect(refusal(visited.state, { type: "acknowledged", by: alice })).toBeNull();
    expect(visited.wants).toEqual([]);
  });

  test("ends a run that nobody stays with as healthy", () => {
    const story = calmForAMoment().tell(60, { type: "session", session: "s2", attendance: "none" }).answer();
    expect(story.state?.ended?.outcome).toBe("healthy");
  });
});

test("a drill that finds no trouble the second time is over", () => {
  const begun = started();
  if (begun.type !== "started") throw new Error("a run begins with its identity");
  const story = new Story("terminal", { ...begun, run: { ...begun.run, mode: "drill" } });
  story.answer(troubled).plan().approve().answer().plan().answer().plan();
  expect(story.state?.ended?.outcome).toBe("healthy");
});

test("a look before a late page is taken anew by who comes later, and after a sleep", () => {
  const looked = () =>
    new Story("wait")
      .answer(troubled)
      .plan()
      .tell(21 * 60, woke)
      .answer(troubled);
  expect(looked().wants).toContain("page");
  for (const story of [
    looked().tell(6 * 3_600, { type: "session", session: "s2", attendance: "wait" }),
    looked().tell(6 * 3_600, { type: "woke", jumpedMs: 6 * 3_600_000 }),
  ]) {
    expect(story.wants).not.toContain("page");
    expect(wanted(story.state)).toContainEqual(
      expect.objectContaining({ type: "check", round: `overdue-${story.atMs}` }),
    );
  }
});
