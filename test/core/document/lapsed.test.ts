import { describe, expect, test } from "vitest";
import { documentOf } from "../../../src/core/document/document-of.ts";
import { started } from "../run/sample-events.ts";
import { offered, Story, troubled } from "../run/story.ts";

/** As it is told so many seconds after its last event, with no process there that noticed the time. */
function toldAfter(story: Story, seconds: number) {
  if (story.state === null) throw new Error("the run has not begun");
  return documentOf(story.state, { nowMs: story.atMs + seconds * 1_000 });
}

// An offer holds for 30 minutes.
describe("an offer of a run that nobody holds", () => {
  test("waits until its time is over", () => {
    const { outcome, proposals } = toldAfter(offered("none"), 1_799.999);
    expect([outcome, proposals[0]?.status, proposals[0]?.reason]).toEqual(["awaiting-approval", "proposed", null]);
  });

  test("has lapsed then: nothing can be approved, and the problem remains", () => {
    const { outcome, exitCode, proposals, run } = toldAfter(offered("none"), 1_800);
    expect([outcome, exitCode, run.endedAt]).toEqual(["problem", 1, null]);
    expect([proposals[0]?.status, proposals[0]?.reason]).toEqual(["expired", "nobody approved it in time"]);
  });

  test("of a dry run has no time", () => {
    const { proposals } = toldAfter(new Story("none", started("dry-run")).answer(troubled).plan(), 86_400);
    expect(proposals[0]?.status).toBe("proposed");
  });
});
