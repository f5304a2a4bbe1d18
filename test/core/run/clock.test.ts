import { expect, test } from "vitest";
import { documentOf } from "../../../src/core/document/document-of.ts";
import { refusal } from "../../../src/core/run/machine.ts";
import { alice, START_MS } from "./sample-events.ts";
import { offered, type Story } from "./story.ts";

const woke = { type: "woke", jumpedMs: 0 } as const;
const acknowledged = { type: "acknowledged", by: alice } as const;

function dueAfter(story: Story): readonly (number | null)[] {
  return (story.state?.steps ?? []).map(({ dueAtMs }) => (dueAtMs === null ? null : (dueAtMs - START_MS) / 1_000));
}

function resolved(): Story {
  const story = offered("wait");
  for (const _ of [1, 2, 3]) story.tell(30, woke).answer();
  expect(story.outcome).toBe("resolved");
  return story;
}

test("due times are those of the run's start, whoever takes it and whenever", () => {
  const story = offered("terminal");
  expect(dueAfter(story)).toEqual([600, 1_800]);
  story.tell(400, { type: "session", session: "s2", attendance: "wait" });
  expect(dueAfter(story)).toEqual([600, 1_800]);
  story.tell(5_000, { type: "session", session: "s3", attendance: "terminal" });
  expect(dueAfter(story)).toEqual([600, 1_800]);
});

test("a question that stands does not hold a page back", () => {
  const story = offered("terminal").tell(600, woke);
  expect(story.wants).toContain("prompt");
  expect(story.wants).toContain("page");
});

test("resolving cancels what has not been paged", () => {
  const story = resolved();
  expect(story.state?.steps.map(({ status }) => status)).toEqual(["cancelled", "cancelled"]);
  expect(story.wants).toEqual([]);
});

test("a late acknowledgement is told that the run has ended, and does not open it again", () => {
  const story = resolved();
  expect(refusal(story.state, acknowledged)).toBe("the run has ended: resolved");
  const { ended, steps } = story.state ?? {};
  story.tell(60, acknowledged);
  expect(story.state).toMatchObject({ ended, steps, acknowledgement: null });
  expect(story.wants).toEqual([]);
});

test("after an acknowledgement nobody is paged, also by the next process, and also where somebody asks for it", () => {
  const story = offered("wait").tell(60, acknowledged);
  expect(refusal(story.state, { type: "escalated", by: alice })).toBe("no step of the escalation is left");
  story.tell(0, { type: "escalated", by: alice });
  expect(story.wants).not.toContain("page");
  story.tell(1_000, { type: "session", session: "s2", attendance: "terminal" });
  expect(story.wants).not.toContain("page");
  expect(story.tell(1_800, woke).wants).not.toContain("page");
});

test.each(["none", "visitor"] as const)(
  "a process that does not stay (%s) pages nobody, and what is overdue is said",
  (attendance) => {
    const story = offered("none").tell(3_600, { type: "session", session: "s2", attendance });
    expect(story.wants).not.toContain("page");
    const steps = story.state === null ? [] : documentOf(story.state).escalation;
    expect(steps.map(({ status, dueAt }) => [status, dueAt])).toEqual([
      ["unattended", "2026-01-15T03:10:00.000Z"],
      ["unattended", "2026-01-15T03:30:00.000Z"],
    ]);
  },
);
