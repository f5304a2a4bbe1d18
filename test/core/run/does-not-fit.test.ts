import { describe, expect, test } from "vitest";
import type { RunEvent, RunEventBody } from "../../../src/core/run/event.ts";
import { apply, start } from "../../../src/core/run/machine.ts";
import { alice, plan, result, started } from "./sample-events.ts";
import { offered, Story, troubled } from "./story.ts";

const begun = started() as RunEvent & { type: "started" };
const again = { type: "started", run: { ...begun.run, id: "sd-0009" } } as const;
const proposed = { proposal: "rollback", stage: "propose", recheck: 0 } as const;
const rechecked = { proposal: "rollback", stage: "recheck", recheck: 1 } as const;
const checked = (round: string, check: string): RunEventBody => ({
  type: "checked",
  round,
  check,
  result: result("error", begun.atMs),
});
const held = { outcome: "held", epoch: 2, over: null } as const;
const completed = { complete: true, completedAtMs: begun.atMs, failed: null, summary: "" };
const diagnosing = () => new Story("none").tell(0, checked("diagnosis-1", "release"));
const planning = () => new Story("none").answer(troubled);
const rechecking = () => offered("none").approve();
const dryRun = () => new Story("none", started("dry-run")).answer(troubled).plan();

describe("an event that does not fit changes nothing", () => {
  test.each<[string, () => Story, RunEventBody]>([
    ["a second beginning", diagnosing, again],
    ["an answer of another round", diagnosing, checked("diagnosis-2", "orders")],
    ["a second answer", diagnosing, checked("diagnosis-1", "release")],
    ["an answer to no check of the round", rechecking, checked("recheck-rollback-1", "logs")],
    ["a plan of nothing", planning, { type: "planned", ...proposed, proposal: "restart", plan: plan() }],
    [
      "a plan to recheck what is not proposed yet",
      planning,
      { type: "planned", ...rechecked, recheck: 0, plan: plan() },
    ],
    ["no plan to recheck it either", planning, { type: "plan-failed", ...rechecked, recheck: 0, reason: "late" }],
    ["another plan of what is proposed", () => offered("none"), { type: "planned", ...proposed, plan: plan("uid-2") }],
    ["no plan of what is proposed", () => offered("none"), { type: "plan-failed", ...proposed, reason: "late" }],
    ["a plan to propose what is rechecked", rechecking, { type: "planned", ...proposed, recheck: 1, plan: plan() }],
    ["no plan to propose it", rechecking, { type: "plan-failed", ...proposed, recheck: 1, reason: "late" }],
    [
      "that nothing completed",
      () => offered("none"),
      { type: "progressed", proposal: "rollback", progress: completed },
    ],
    ["an acknowledgement after the end", dryRun, { type: "acknowledged", by: alice }],
    ["somebody who leaves after the end", dryRun, { type: "left", reason: "quit" }],
    ["an answer after the end", dryRun, checked("diagnosis-1", "orders")],
  ])("%s", (_, at, body) => {
    const story = at();
    const before = story.state;
    expect(story.tell(0, body).state).toEqual(before);
  });

  test.each<[string, RunEventBody]>([
    ["a refusal", { type: "declined", proposal: "rollback", by: alice }],
    ["an approval", { type: "approved", digest: "f".repeat(64), by: alice }],
  ])("%s after the end but that it was said", (_, body) => {
    const { state } = dryRun();
    const told = state === null ? null : apply(state, { ...body, atMs: state.nowMs });
    expect(told).toEqual({ ...state, answers: 1 });
  });

  test("a refusal of what was approved in the same moment comes too late, but that it was said", () => {
    const story = rechecking();
    const before = story.state;
    story.tell(0, { type: "declined", proposal: "rollback", by: alice });
    expect(story.state).toEqual({ ...before, answers: (before?.answers ?? 0) + 1 });
  });

  test("before there is a run", () => {
    expect(apply(start(), { type: "fenced", atMs: 0, fence: { ...held, kind: "held" } })).toBeNull();
  });
});

test("whoever is asked and gives an answer that is not taken is asked again, which is another question", () => {
  const story = offered("terminal");
  const asked = () => story.state?.answers;
  expect(asked()).toBe(0);
  story.tell(1, { type: "approved", digest: "f".repeat(64), by: alice });
  expect([asked(), story.wants]).toEqual([1, ["prompt"]]);
  expect(story.tell(1, { type: "woke", jumpedMs: 0 }).state?.answers).toBe(1);
  expect(story.tell(1, { type: "escalated", by: alice }).state?.answers).toBe(2);
});

test("who leaves takes with it all looks but the diagnosis, which the next one goes on with", () => {
  const left = { type: "left", reason: "interrupted" } as const;
  expect(
    diagnosing()
      .tell(1, left)
      .state?.rounds.map(({ id }) => id),
  ).toEqual(["diagnosis-1"]);
  expect(rechecking().tell(1, left).state?.rounds).toEqual([]);
});
