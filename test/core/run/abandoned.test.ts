import { describe, expect, test } from "vitest";
import { expectsHolder, withoutHolder } from "../../../src/core/run/abandoned.ts";
import { apply, start } from "../../../src/core/run/machine.ts";
import { started } from "./sample-events.ts";
import { offered, Story, troubled } from "./story.ts";

const left = { type: "left", reason: "interrupted" } as const;

describe("a run that nobody holds should be held by somebody", () => {
  test.each<[string, () => Story, boolean]>([
    ["while it is diagnosed, by whomever", () => new Story("none"), true],
    ["while a change is planned", () => new Story("none").answer(troubled), true],
    ["while a change is made", () => offered("none").approve(), true],
    [
      "not where its process said that it leaves in the middle of that",
      () => offered("none").approve().tell(1, left),
      false,
    ],
    ["not where it only awaits an approval, and nobody stays for that", () => offered("none"), false],
    ["where somebody stays at a terminal for that", () => offered("terminal"), true],
    ["where somebody waits for that", () => offered("wait"), true],
    ["not where they said that they leave", () => offered("terminal").tell(1, left), false],
    ["not once it has ended, even at a terminal", () => new Story("terminal").answer(), false],
  ])("%s", (_, at, expected) => {
    const { state } = at();
    expect(state !== null && expectsHolder(state)).toBe(expected);
  });

  test("before the process that began it has taken it", () => {
    const begun = apply(start(), started());
    expect(begun !== null && expectsHolder(begun)).toBe(true);
    expect(begun !== null && withoutHolder(begun)).toBe(begun);
  });
});

test("where nobody holds it, nobody is taken to stay with it", () => {
  const { state } = new Story("terminal");
  expect(state !== null && withoutHolder(state).session).toEqual({ id: "s1", attendance: "none" });
});
