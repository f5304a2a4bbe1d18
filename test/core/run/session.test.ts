import { describe, expect, test } from "vitest";
import type { RunEvent } from "../../../src/core/run/event.ts";
import { result, started } from "./sample-events.ts";
import { offered, Story, troubled } from "./story.ts";

const again = { type: "session", session: "s2", attendance: "none" } as const;
const woke = { type: "woke", jumpedMs: 0 } as const;

test("whom this process cannot page is kept, and only where it was said", () => {
  const unpageable = { secondary: "no routing key" };
  expect(new Story().tell(1, { ...again, unpageable }).state?.session).toStrictEqual({
    id: "s2",
    attendance: "none",
    unpageable,
  });
  expect(new Story().tell(1, again).state?.session).toStrictEqual({ id: "s2", attendance: "none" });
});

describe("a visitor", () => {
  const visit = { type: "session", session: "v", attendance: "visitor" } as const;

  test("leaves a write that is on its way as it is", () => {
    const story = offered("none").approve().answer(troubled).plan().sent();
    const before = story.state?.proposals;
    expect(story.tell(1, visit).state?.proposals).toEqual(before);
  });

  test("does not make a diagnosis anew, however old it is", () => {
    expect(new Story("none").tell(3_600, visit).state?.cycle).toBe(1);
  });
});

test("a run that has ended stays so, whoever takes it", () => {
  const story = new Story("none").answer().tell(60, again);
  expect(story.state).toMatchObject({ cycle: 1, rounds: [], session: { id: "s2" }, ended: { outcome: "healthy" } });
});

test("a look that the process before began is begun anew", () => {
  const story = offered("wait").tell(30, woke);
  expect(story.state?.rounds.map(({ id }) => id)).toEqual(["watch-1-1"]);
  expect(story.tell(1, { ...again, attendance: "wait" }).state?.rounds.map(({ id }) => id)).toEqual(["watch-1-2"]);
});

describe("a diagnosis is made anew where nothing of it is open any more", () => {
  const both = { orders: "fail", stock: "fail" } as const;
  const declined = { type: "declined", proposal: "rollback", by: { user: "a", as: null, host: "b" } } as const;

  test.each<[string, () => Story, number]>([
    ["a plan is being made", () => new Story("none").answer(troubled), 1],
    ["one offer is open of two", () => new Story("none").answer(both).plan().tell(1, declined), 1],
    ["the only offer was declined", () => offered("none").tell(1, declined), 2],
    ["its offer has a moment left", () => offered("none").tell(1_798, woke), 1],
    ["its offer lapses now", () => offered("none").tell(1_799, woke), 2],
  ])("%s", (_, at, cycle) => {
    expect(at().tell(1, again).state?.cycle).toBe(cycle);
  });
});

describe("a diagnosis that was interrupted", () => {
  /** Its checks may take two minutes; those that need nothing are asked at once, `logs` 50 s later. */
  function begun(): Story {
    const event = started() as RunEvent & { type: "started" };
    const story = new Story("none", { ...event, run: { ...event.run, timeoutMs: 120_000 } });
    const release = result("pass", story.atMs + 50_000);
    return story.tell(50, { type: "checked", round: "diagnosis-1", check: "release", result: release });
  }

  test("goes on while its oldest question is a minute old at most", () => {
    const story = begun().tell(10, again);
    expect(story.state?.cycle).toBe(1);
    expect(story.state?.rounds[0]?.results.has("release")).toBe(true);
  });

  test("is made anew after that", () => {
    expect(begun().tell(10.001, again).state?.cycle).toBe(2);
  });

  test("is as old as its oldest answer, also for the process after the next", () => {
    const story = begun().tell(5, again);
    expect(story.state?.cycle).toBe(1);
    expect(story.tell(5.001, { ...again, session: "s3" }).state?.cycle).toBe(2);
  });
});

test("what was being prepared begins with its evidence", () => {
  expect(offered("none").approve().answer(troubled).plan().tell(5, again).stage).toBe("rechecking");
});
