import { expect, test } from "vitest";
import type { Verdict } from "../../../src/core/check/verdict.ts";
import { started } from "./sample-events.ts";
import { sampleRunbook } from "./sample-runbook.ts";
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

test("where a backlog has to be read first, recovery has the time that the runbook gives it", () => {
  const begun = started();
  if (begun.type !== "started") throw new Error("a run begins with its identity");
  const verification = { ...sampleRunbook.verification, within: "20m" };
  const run = { ...begun.run, runbook: { ...sampleRunbook, verification } };
  const story = changed(new Story("none", { ...begun, run }).answer(troubled).plan());
  for (let waited = 0; waited < 1_200; waited += 15) story.tell(15, woke).answer(troubled);
  expect(story.stage).toBe("verifying");
  for (const _ of [1, 2, 3]) story.tell(15, woke).answer();
  expect(story.state?.ended?.outcome).toBe("resolved");
});
