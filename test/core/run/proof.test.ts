import { expect, test } from "vitest";
import type { Verdict } from "../../../src/core/check/verdict.ts";
import { offered, Story, troubled } from "./story.ts";

const woke = { type: "woke", jumpedMs: 0 } as const;

function changed(story: Story): Story {
  return story.approve().answer(troubled).plan().applied().completed();
}

test.each(["fail", "inconclusive", "error"] as const)(
  "what failed passes, and another symptom is %s by now: not resolved",
  (verdict: Verdict) => {
    const story = changed(offered("none"));
    for (const _ of [1, 2, 3, 4]) story.tell(15, woke).answer({ stock: verdict });
    expect(story.state?.proposals[0]?.stage).toMatchObject({ kind: "verifying", proof: { passes: 0 } });
    for (const _ of [1, 2, 3]) story.tell(15, woke).answer();
    expect(story.state?.ended?.outcome).toBe("resolved");
  },
);

test("a symptom that could not be told before the change has to be told after it", () => {
  const story = changed(new Story("none").answer({ orders: "fail", stock: "inconclusive" }).plan());
  for (let waited = 0; waited < 700; waited += 15) story.tell(15, woke).answer({ stock: "inconclusive" });
  expect(story.state?.ended?.outcome).toBe("unverified");
});
