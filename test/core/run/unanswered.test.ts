import { expect, test } from "vitest";
import { documentOf } from "../../../src/core/document/document-of.ts";
import { deadlines, isResting, wanted } from "../../../src/core/run/machine.ts";
import type { Attendance } from "../../../src/core/run/event.ts";
import { plan } from "./sample-events.ts";
import { offered, Story, troubled } from "./story.ts";

const about = { type: "reconciled", proposal: "rollback", write: "1", attempt: 1 } as const;
const message = "connection refused";

/** The answer to the write was lost, and the live system is to be asked. */
function lost(attendance: Attendance): Story {
  const receipt = { outcome: "lost", message: "reset" } as const;
  const story = offered(attendance).approve().answer(troubled).plan().sent();
  return story.tell(1, { type: "received", proposal: "rollback", write: "1", attempt: 1, receipt });
}

/** Nobody answers it; ends with the time of the next question. */
function ask(story: Story): number {
  story.tell(0, { ...about, found: "unanswered", message });
  return Math.min(...deadlines(story.state).flatMap(({ atMs, why }) => (why.startsWith("asking") ? [atMs] : [])));
}

test("a live system that does not answer is asked again, less and less often, and nothing is taken for known", () => {
  const story = lost("terminal");
  const waits: number[] = [];
  for (let asked = 0; asked < 12; asked += 1) {
    expect(story.wants).toEqual(["reconcile"]);
    const nextAtMs = ask(story);
    expect(story.wants).toEqual([]);
    waits.push((nextAtMs - story.atMs) / 1_000);
    story.tell((nextAtMs - story.atMs) / 1_000, { type: "woke", jumpedMs: 0 });
  }
  expect(waits).toEqual([3, 6, 12, 24, 48, 60, 60, 60, 60, 60, 60, 60]);
  expect([story.stage, story.outcome, story.state?.ended]).toEqual(["changing", "unverified", null]);
});

test("each question is another effect", () => {
  const story = lost("wait");
  const first = wanted(story.state)[0]?.id;
  story.tell((ask(story) - story.atMs) / 1_000, { type: "woke", jumpedMs: 0 });
  expect(wanted(story.state)[0]?.id).not.toBe(first);
});

test("where nobody stays it is asked for a few minutes, then left open: exit 6, and the next process asks anew", () => {
  const story = lost("none");
  const beganAtMs = story.atMs;
  for (let nextAtMs = ask(story); Number.isFinite(nextAtMs); nextAtMs = ask(story)) {
    expect(isResting(story.state)).toBe(false);
    story.tell((nextAtMs - story.atMs) / 1_000, { type: "woke", jumpedMs: 0 });
  }
  expect((story.atMs - beganAtMs) / 1_000).toBe(3 + 6 + 12 + 24 + 48 + 60 + 60);
  expect([isResting(story.state), story.wants, story.state?.ended]).toEqual([true, [], null]);
  if (story.state === null) throw new Error("no state");
  const { exitCode, proposals } = documentOf(story.state);
  expect([exitCode, proposals[0]?.status]).toEqual([6, "unknown"]);
  expect(proposals[0]?.reason).toMatch(/whether it was made is not known yet: connection refused/);
  story.tell(60, { type: "session", session: "s2", attendance: "none" });
  expect([isResting(story.state), story.wants]).toEqual([false, ["reconcile"]]);
  story.tell(0, { ...about, found: "applied", message: "" });
  expect(story.stage).toBe("completing");
});

test("a lease that cannot be asked gives up no write that is on its way, also where the clock was set back meanwhile", () => {
  const leased = { ...plan(), lease: { namespace: "shop", name: "bigops-shop" } };
  const story = new Story("none").answer(troubled).plan(leased).approve().answer(troubled).plan(leased);
  const held = { outcome: "held" as const, epoch: 1, untilMs: story.atMs + 60_000 };
  story.tell(0, { type: "leased", proposal: "rollback", lease: held }).sent();
  const receipt = { outcome: "lost", message: "reset" } as const;
  story.tell(1, { type: "received", proposal: "rollback", write: "1", attempt: 1, receipt });
  story.tell(-3_600, { type: "woke", jumpedMs: -3_600_000 });
  for (const _ of [1, 2, 3]) {
    expect(story.wants).toContain("lease");
    story.tell(0, { type: "leased", proposal: "rollback", lease: { outcome: "unavailable", reason: "no answer" } });
    story.tell(3, { type: "woke", jumpedMs: 0 });
  }
  expect([story.stage, story.wants]).toEqual(["changing", ["reconcile", "lease"]]);
});
