import { describe, expect, test } from "vitest";
import type { Attendance } from "../../../src/core/run/event.ts";
import { alice, result, started } from "./sample-events.ts";
import { offered, Story, troubled } from "./story.ts";

const woke = { type: "woke", jumpedMs: 0 } as const;
const acknowledged = { type: "acknowledged", by: alice } as const;
const session = (attendance: Attendance) => ({ type: "session", session: "s2", attendance }) as const;
const standing = (story: Story) => [story.stage, story.state?.cycle];

describe("an offer that nobody takes", () => {
  test("holds for half an hour, and not a moment longer", () => {
    expect(offered("none").tell(1_799.999, woke).stage).toBe("offered");
    expect(offered("none").tell(1_800, woke).stage).toBe("expired");
  });

  test("lapses with a new diagnosis where somebody stays, and without where nobody does", () => {
    expect(standing(offered("wait").tell(1_800, woke))).toEqual(["expired", 2]);
    expect(standing(offered("none").tell(1_800, woke))).toEqual(["expired", 1]);
  });

  test("lapses without one once it is acknowledged, and the run ends with the problem", () => {
    const story = offered("wait").tell(1, acknowledged);
    expect(story.state?.ended).toBeNull();
    expect(standing(story.tell(1_799, woke))).toEqual(["expired", 1]);
    expect(story.state?.ended?.outcome).toBe("problem");
  });

  test("does not lapse while its process is gone, nor under somebody who visits", () => {
    const left = offered("wait").tell(1, { type: "left", reason: "quit" });
    expect(standing(left.tell(3_600, woke))).toEqual(["offered", 1]);
    expect(standing(left.tell(1, session("visitor")))).toEqual(["offered", 1]);
    expect(left.tell(1, acknowledged).stage).toBe("offered");
  });

  test("and could not be approved anyway never lapses", () => {
    expect(standing(new Story("wait", started("run", true)).answer(troubled).plan().tell(86_400, woke))).toEqual([
      "offered",
      1,
    ]);
  });
});

describe("a check that gives no answer", () => {
  const verdict = (story: Story, check: string) => {
    const asked = story.state?.rounds[0]?.results ?? story.state?.diagnosis?.results;
    return asked?.get(check);
  };

  test("is given its budget and a second, from when it could be asked on", () => {
    const story = new Story("none");
    story.tell(5, { type: "checked", round: "diagnosis-1", check: "release", result: result("pass", story.atMs) });
    expect(verdict(story.tell(5.999, woke), "orders")).toBeUndefined();
    expect(verdict(story.tell(0.001, woke), "orders")).toMatchObject({ verdict: "inconclusive", durationMs: 11_000 });
    expect(verdict(story.tell(4.999, woke), "logs")).toBeUndefined();
    expect(verdict(story.tell(0.001, woke), "logs")).toMatchObject({
      verdict: "inconclusive",
      summary: "no answer within 10 s",
      durationMs: 11_000,
    });
    expect(story.state?.ended?.outcome).toBe("inconclusive");
  });

  test("is waited for by nobody once its process has left, nor by a visitor", () => {
    const left = new Story("none").tell(1, { type: "left", reason: "quit" }).tell(60, woke);
    expect(verdict(left, "orders")).toBeUndefined();
    expect(verdict(left.tell(1, session("visitor")).tell(60, woke), "orders")).toBeUndefined();
  });
});
