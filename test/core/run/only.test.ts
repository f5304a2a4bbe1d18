import { expect, test } from "vitest";
import type { RunEvent } from "../../../src/core/run/event.ts";
import { started } from "./sample-events.ts";
import { Story } from "./story.ts";

function startedOnly(...only: readonly string[]): RunEvent {
  const event = started();
  return event.type === "started" ? { ...event, run: { ...event.run, only } } : event;
}

test("a check whose need was not asked for cannot be told, and the run ends all the same", () => {
  const story = new Story("none", startedOnly("logs"));
  expect(story.wants).toEqual([]);
  expect(story.state?.diagnosis?.results.get("logs")?.summary).toBe("needs release, which could not be told");
  expect(story.state?.ended?.outcome).toBe("inconclusive");
});

test("evidence alone is no health", () => {
  expect(new Story("none", startedOnly("release")).answer().state?.ended?.outcome).toBe("inconclusive");
});

test("where symptoms were left out, those that were asked go away, and no trouble is called resolved", () => {
  const story = new Story("wait", startedOnly("orders")).answer({ orders: "fail" }).plan();
  for (const _ of [1, 2, 3, 4]) story.tell(30, { type: "woke", jumpedMs: 0 }).answer();
  expect(story.outcome).toBe("healthy");
  expect(story.state?.ended).not.toBeNull();
});
