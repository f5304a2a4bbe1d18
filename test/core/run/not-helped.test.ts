import { describe, expect, test } from "vitest";
import type { Attendance } from "../../../src/core/run/event.ts";
import { alice, plan } from "./sample-events.ts";
import { offered, type Story, troubled } from "./story.ts";

const woke = { type: "woke", jumpedMs: 0 } as const;
const acknowledged = { type: "acknowledged", by: alice } as const;
const declined = (proposal: string) => ({ type: "declined", proposal, by: alice }) as const;
const undo = { type: "undo-requested", proposal: "rollback", by: alice } as const;
const failed = { complete: false, completedAtMs: null, failed: "stuck", summary: "" };

/** A change that is in place, and did not help. */
function notHelped(attendance: Attendance): Story {
  const story = offered(attendance).approve().answer(troubled).plan().applied();
  return story.tell(1, { type: "progressed", proposal: "rollback", progress: failed });
}

const ends = (story: Story) => story.state?.ended?.outcome ?? null;

describe("a change that is in place and did not help", () => {
  test.each(["fail", "error", "pass"] as const)("is unverified, also where the symptoms %s by then", (verdict) => {
    const story = notHelped("wait").tell(1, acknowledged).answer({ orders: verdict });
    for (const _ of [1, 2, 3]) story.tell(30, woke).answer({ orders: verdict });
    expect(ends(story)).toBe("unverified");
  });

  test("is so where the symptoms went away while another one was offered", () => {
    const story = notHelped("wait").answer({ stock: "fail" }).plan();
    for (const _ of [1, 2, 3]) story.tell(30, woke).answer();
    expect(story.state?.proposals.map(({ stage }) => stage.kind)).toEqual(["not-helped", "offered"]);
    expect(ends(story)).toBe("unverified");
  });

  test.each(["fail", "error", "pass"] as const)("is so where its undo was declined, and they %s", (verdict) => {
    const story = notHelped("wait").tell(1, undo).plan().answer({ orders: verdict });
    expect(story.state?.proposals.at(-1)?.stage.kind).toBe("offered");
    story.tell(1, acknowledged, declined("undo-rollback"));
    expect(ends(story)).toBe("unverified");
  });

  test("is said before an undo or another change that was refused", () => {
    const about = { proposal: "undo-rollback", stage: "propose", recheck: 0, reason: "gone" } as const;
    expect(
      ends(
        notHelped("none")
          .tell(1, undo)
          .tell(1, { type: "plan-failed", ...about }),
      ),
    ).toBe("unverified");
    const other = notHelped("wait").tell(1, { type: "left", reason: "quit" });
    other.tell(1, { type: "session", session: "s2", attendance: "none" });
    other.answer({ stock: "fail" }).plan().approve().answer({ stock: "fail" }).plan(plan("uid-2"));
    expect(other.state?.proposals.map(({ stage }) => stage.kind)).toEqual(["not-helped", "refused"]);
    expect(ends(other)).toBe("unverified");
  });

  test("is believed healthy by nobody who takes the run later", () => {
    const story = notHelped("wait").tell(1, { type: "left", reason: "quit" });
    expect(ends(story.tell(1, { type: "session", session: "s2", attendance: "none" }).answer())).toBe("unverified");
  });

  test("does not end the run where somebody stays and a step is to come", () => {
    expect(ends(notHelped("wait").answer(troubled))).toBeNull();
    expect(ends(notHelped("none"))).toBe("unverified");
  });

  test("is no obstacle to another one that helps", () => {
    const story = notHelped("wait").answer({ stock: "fail" }).plan().approve().answer({ stock: "fail" }).plan();
    const about = { proposal: "refill-2", write: "1", attempt: 1 } as const;
    story.tell(0, { type: "intended", ...about, resourceVersion: "8", notAfterMs: story.atMs + 5_000, detail: {} });
    const receipt = { outcome: "applied" as const, atMs: story.atMs, resourceVersion: "9", detail: {} };
    story.tell(0, { type: "received", ...about, receipt });
    const progress = { complete: true, completedAtMs: story.atMs, failed: null, summary: "" };
    story.tell(0, { type: "progressed", proposal: "refill-2", progress });
    for (const _ of [1, 2, 3]) story.tell(15, woke).answer();
    expect(ends(story)).toBe("resolved");
  });
});
