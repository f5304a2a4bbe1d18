import { expect, test } from "vitest";
import type { RunEventBody } from "../../../src/core/run/event.ts";
import { plan } from "./sample-events.ts";
import { offered, type Story, troubled } from "./story.ts";

/** Approved, and its recheck begun a second time, since the computer slept over the first. */
function lookedAtTwice(): Story {
  return offered().approve().tell(120, { type: "woke", jumpedMs: 110_000 });
}

test("a late plan of an earlier recheck does not stand for the newer one", () => {
  const story = lookedAtTwice().answer(troubled);
  const about = { proposal: "rollback", stage: "recheck" } as const;
  const stale: readonly RunEventBody[] = [
    { type: "planned", ...about, recheck: 1, plan: plan() },
    { type: "planned", ...about, recheck: 1, plan: plan("uid-2") },
    { type: "plan-failed", ...about, recheck: 1, reason: "it was not there" },
  ];
  for (const event of stale) story.tell(0, event);
  expect([story.stage, story.wants]).toEqual(["rechecking", ["plan"]]);
  story.tell(0, { type: "planned", ...about, recheck: 2, plan: plan() });
  expect([story.stage, story.wants]).toEqual(["changing", ["prepare"]]);
});
