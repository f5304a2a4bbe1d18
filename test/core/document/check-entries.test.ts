import { describe, expect, test } from "vitest";
import type { CheckResult } from "../../../src/core/check/check-result.ts";
import { result, START_MS } from "../run/sample-events.ts";
import { offered, Story } from "../run/story.ts";
import { startedWith, told, woke } from "./told.ts";

const verdicts = (story: Story) => told(story).checks.map(({ id, verdict }) => `${id} ${verdict}`);
const answer = (check: string, round: string, given: CheckResult) =>
  ({ type: "checked", round, check, result: given }) as const;

test("each check of the runbook is there in its order, with its title, probe and role", () => {
  const { checks } = told(new Story("none"));
  expect(checks.map(({ id, title, probe, role }) => [id, title, probe, role])).toEqual([
    ["orders", "orders", "test.probe", "symptom"],
    ["stock", "stock", "test.probe", "symptom"],
    ["release", "release", "test.probe", "evidence"],
    ["logs", "logs", "test.probe", "evidence"],
  ]);
});

test("one without an answer yet is skipped, and says so", () => {
  const [orders] = told(new Story("none").tell(2, woke)).checks;
  expect(orders).toEqual({
    id: "orders",
    title: "orders",
    probe: "test.probe",
    role: "symptom",
    asked: true,
    verdict: "skipped",
    summary: "not answered yet",
    expected: null,
    observed: {},
    evidence: [],
    notes: [],
    flip: null,
    vantage: "",
    equivalent: "",
    error: null,
    startedAt: "2026-01-15T03:00:02.000Z",
    durationMs: 0,
  });
});

test("one that is answered is told as it was answered, while others are still asked", () => {
  const given: CheckResult = {
    ...result("error", START_MS),
    summary: "no answer from the shop",
    expected: "at most 10 % fail",
    observed: { failingRatio: 0.3 },
    evidence: [{ what: "orders that fail", value: 0.3, limit: 0.1, unit: "ratio" }],
    notes: ["2 of 4 pods readable"],
    flip: "0.1",
    vantage: "from here",
    equivalent: "curl http://shop",
    error: { code: "timeout", message: "no answer", hint: "ask by hand" },
    startedAtMs: START_MS + 250,
    durationMs: 750,
  };
  const story = new Story("none").tell(1, answer("stock", "diagnosis-1", given));
  const { startedAtMs: _, windowStartMs: __, sampledAtMs: ___, rule: ____, ...said } = given;
  const identity = { id: "stock", title: "stock", probe: "test.probe", role: "symptom", asked: true };
  expect(told(story).checks[1]).toEqual({ ...identity, ...said, startedAt: "2026-01-15T03:00:00.250Z" });
  expect(told(story).checks[0]?.verdict).toBe("skipped");
});

test("what was left out by --check was not asked for", () => {
  const { checks } = told(new Story("none", startedWith({}, { only: ["stock"] })).answer());
  expect(checks.map(({ asked }) => asked)).toEqual([false, true, false, false]);
  expect(checks.map(({ verdict }) => verdict)).toEqual(["skipped", "pass", "skipped", "skipped"]);
  expect(told(new Story("none").answer()).checks.every(({ asked }) => asked)).toBe(true);
});

describe("of several looks", () => {
  const orders = { ...result("pass", START_MS), summary: "seen anew" };

  test("a diagnosis under way goes before the last complete one, as far as it has come", () => {
    const story = offered("terminal").tell(1_800, woke, answer("orders", "diagnosis-2", orders));
    expect(verdicts(story)).toEqual(["orders pass", "stock pass", "release pass", "logs pass"]);
    expect(told(story).checks[0]?.summary).toBe("seen anew");
    expect(told(story).checks[1]?.summary).toBe("pass");
  });

  test("those of the watch do not: what is told is what the proposals rest on", () => {
    const story = offered("terminal").tell(30, woke);
    const watch = story.state?.rounds.find(({ purpose }) => purpose === "watch")?.id ?? "";
    expect(verdicts(story.tell(0, answer("orders", watch, orders)))[0]).toBe("orders fail");
    expect(verdicts(story.answer())[0]).toBe("orders fail");
  });

  test("a run that ended well shows what proved it, and of the rest what it was diagnosed by", () => {
    const story = offered("terminal").tell(30, woke);
    for (const _ of [1, 2, 3]) story.answer().tell(30, woke);
    expect(story.state?.ended?.outcome).toBe("resolved");
    expect(verdicts(story)).toEqual(["orders pass", "stock pass", "release pass", "logs pass"]);
    expect(told(story).checks.map(({ startedAt }) => startedAt)).toEqual([
      "2026-01-15T03:01:30.000Z",
      "2026-01-15T03:01:30.000Z",
      "2026-01-15T03:00:00.000Z",
      "2026-01-15T03:00:00.000Z",
    ]);
  });
});
