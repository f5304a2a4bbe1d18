import { describe, expect, test } from "vitest";
import type { CheckResult } from "../../../src/core/check/check-result.ts";
import type { Verdict } from "../../../src/core/check/verdict.ts";
import type { RunEvent } from "../../../src/core/run/event.ts";
import { guardedRunbook, guardedStart } from "../run/guarded-runbook.ts";
import { alice, plan, result } from "../run/sample-events.ts";
import { Story, troubled } from "../run/story.ts";
import { proposalTold, undoMade, woke } from "./told.ts";

const about = { proposal: "rollback", write: "1", attempt: 1 } as const;
const both = guardedRunbook.mitigation.map((one) => ({ ...one, guard: ["latency", "logs"] }));
const guards = (story: Story) => proposalTold(story).guards;
const statuses = (story: Story) => guards(story).map(({ check, status }) => `${check} ${status}`);

/** Approved, looked at once more with this verdict of its guard, and planned again. */
function rechecked(before: Verdict, begun: RunEvent = guardedStart(), made = plan()): Story {
  const story = new Story("none", begun).answer(troubled).plan(made).approve();
  return story.answer({ ...troubled, latency: before }).plan(made);
}

function changed(before: Verdict = "pass", begun?: RunEvent, made?: ReturnType<typeof plan>): Story {
  return rechecked(before, begun, made).applied().completed();
}

function looks(story: Story, ...seen: readonly Readonly<Record<string, Verdict>>[]): Story {
  for (const verdicts of seen) story.tell(15, woke).answer(verdicts);
  return story;
}

test("a mitigation without guards has none", () => {
  const story = new Story("none").answer({ stock: "fail" }).plan();
  expect(proposalTold(story, "refill").guards).toEqual([]);
});

describe("before its last look", () => {
  test("a guard is as the diagnosis saw it", () => {
    const story = new Story("none", guardedStart());
    const seen: CheckResult = { ...result("pass", story.atMs, 60_000), summary: "p99 80 ms", flip: "250 ms" };
    story.tell(2, { type: "checked", round: "diagnosis-1", check: "latency", result: seen }).answer(troubled).plan();
    expect(guards(story)).toEqual([
      {
        check: "latency",
        status: "waiting",
        before: { verdict: "pass", summary: "p99 80 ms", flip: "250 ms", at: "2026-01-15T03:00:00.000Z" },
        after: null,
        samples: 0,
        failures: 0,
      },
    ]);
  });

  test.each([
    ["failed-before", "fail"],
    ["unknown-before", "error"],
  ] as const)("it is %s where it was %s there", (status, latency) => {
    const story = new Story("none", guardedStart()).answer({ ...troubled, latency }).plan();
    expect(guards(story)).toMatchObject([{ status, before: { verdict: latency } }]);
  });
});

describe("after the change", () => {
  test.each([
    ["waiting", () => changed()],
    ["holds", () => looks(changed(), { latency: "pass" })],
    ["failing", () => looks(changed(), { latency: "fail" })],
    ["holds", () => looks(changed(), { latency: "fail" }, { latency: "pass" })],
    ["regressed", () => looks(changed(), { latency: "fail" }, { latency: "fail" })],
    ["accepted", accepted],
    ["failed-before", () => looks(changed("fail"), { latency: "fail" })],
    ["unknown-before", () => looks(changed("inconclusive"), { latency: "fail" })],
  ] as const)("%s", (status, story) => {
    expect(statuses(story())).toEqual([`latency ${status}`]);
  });

  function accepted(): Story {
    const story = looks(changed(), { latency: "fail" }, { latency: "fail" }).plan();
    return looks(
      story.tell(1, { type: "declined", proposal: "undo-rollback", by: alice }).completed(),
      { latency: "fail" },
      { latency: "fail" },
    );
  }

  test("the latest look that counts is told, not a later one that could not be told", () => {
    const story = looks(changed(), { latency: "fail" }, { latency: "error" });
    expect(guards(story)).toMatchObject([
      {
        before: { verdict: "pass" },
        after: { verdict: "fail", at: "2026-01-15T03:00:16.000Z" },
        samples: 1,
        failures: 1,
      },
    ]);
  });

  test("where none counts the latest is told", () => {
    const story = looks(changed(), { latency: "inconclusive" }, { latency: "error" });
    expect(guards(story)).toMatchObject([{ after: { verdict: "error" }, samples: 0, failures: 0, status: "waiting" }]);
  });
});

describe("nothing that counts was seen of a guard, and the change has come to its end", () => {
  const two = () => changed("pass", guardedStart({ mitigation: both }));
  const broken = () => looks(two(), { latency: "fail", logs: "error" }, { latency: "fail", logs: "error" }).plan();

  test.each([
    ["did not help", "latency unknown", notHelped],
    ["is not known to be made", "latency unknown", unknown],
    ["broke another guard", "logs unknown", broken],
    ["is undone for another guard", "logs unknown", () => undoMade(broken())],
    ["is proved, with what it broke accepted", "latency unknown", kept],
  ] as const)("as it %s: unknown", (_, status, story) => {
    expect(statuses(story())).toContain(status);
  });

  function notHelped(): Story {
    const failed = { complete: false, completedAtMs: null, failed: "stuck", summary: "" };
    return rechecked("pass").applied().tell(1, { type: "progressed", proposal: "rollback", progress: failed });
  }

  function unknown(): Story {
    const story = rechecked("pass").sent();
    story.tell(1, { type: "received", ...about, receipt: { outcome: "lost", message: "reset" } });
    return story.tell(9, { type: "reconciled", ...about, found: "unknown", message: "moved" });
  }

  function kept(): Story {
    const story = looks(changed(), { latency: "fail" }, { latency: "fail" }).plan();
    story.tell(1, { type: "declined", proposal: "undo-rollback", by: alice }).completed();
    const untold = { latency: "error" } as const;
    looks(story, untold, untold, untold);
    expect(story.stage).toBe("verified");
    return story;
  }
});
