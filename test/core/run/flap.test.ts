import { describe, expect, test } from "vitest";
import type { LeaseHolder, PastChange } from "../../../src/core/plan/lease.ts";
import { wanted } from "../../../src/core/run/machine.ts";
import { alice, plan, START_MS, started } from "./sample-events.ts";
import { offered, Story, troubled } from "./story.ts";

const HOUR_MS = 3_600_000;

function past(hoursAgo: number, more: Partial<PastChange> = {}): PastChange {
  const about = { run: `sd-${hoursAgo}`, proposal: "rollback", mitigation: "rollback", user: "bob", host: "desk" };
  return { ...about, action: "", atMs: START_MS - hoursAgo * HOUR_MS, ended: "verified", ...more };
}

function planned(
  made: readonly PastChange[],
  attendance: "none" | "terminal" = "none",
  acknowledged = false,
  begun = started(),
  holder: LeaseHolder | null = null,
): Story {
  const story = new Story(attendance, begun).answer(troubled);
  if (acknowledged) story.tell(0, { type: "acknowledged", by: alice });
  for (;;) {
    const effect = wanted(story.state).find((one) => one.type === "plan");
    if (effect?.type !== "plan") return story;
    const { action, proposal, stage, recheck } = effect;
    const rivals = { holder, past: made.map((one) => ({ ...one, action: one.action || action })) };
    story.tell(0, { type: "planned", proposal, stage, recheck, plan: plan(), rivals });
  }
}

describe("the same change of the same target, made twice and not lasting", () => {
  test("is not proposed a third time, and who made it is said", () => {
    const story = planned([past(5), past(2, { user: "eve", ended: "not-helped" })]);
    expect(story.stage).toBe("unavailable");
    // The run began at 03:00:00.
    const first = "bob@desk at 2026-01-14T22:00:00.000Z (run sd-5, verified)";
    const second = "eve@desk at 2026-01-15T01:00:00.000Z (run sd-2, not-helped)";
    const reason = `it was made 2 times within 6 h and did not last: ${first}, ${second}; something else is wrong, so escalate`;
    expect(story.state?.proposals[0]?.stage).toEqual({ kind: "unavailable", reason, flaps: true });
  });

  // The lease on the target is held for as long as its change is made and proved.
  test("is not said to be past where another run is at it: it is under way, and nobody is paged for that", () => {
    const eve = { user: "eve", host: "desk", run: "sd-1", runbook: "shop-down", sinceMs: null, untilMs: null };
    const made = [past(5), past(1, { user: "eve", ended: "under-way" })];
    const story = planned(made, "terminal", false, started(), eve);
    const first = "bob@desk at 2026-01-14T22:00:00.000Z (run sd-5, verified)";
    const second = "eve@desk at 2026-01-15T02:00:00.000Z (run sd-1)";
    const reason = `it was made 2 times within 6 h: by ${first}, which did not last; that by ${second}, is under way: wait until it is known whether that helps`;
    expect(story.state?.proposals[0]?.stage).toEqual({ kind: "unavailable", reason });
    expect(story.state?.steps.some(({ requested }) => requested)).toBe(false);
  });

  test.each([
    ["nobody is at any more", null],
    ["another run than its own holds the lease on", "sd-9"],
  ])("one that %s was never proved, and did not last either", (_, run) => {
    const holder = { user: "eve", host: "desk", run: run ?? "", runbook: "x", sinceMs: null, untilMs: null };
    const made = [past(5), past(1, { user: "eve", ended: "under-way" })];
    const story = planned(made, "none", false, started(), run === null ? null : holder);
    expect(story.state?.proposals[0]?.stage).toMatchObject({
      reason: expect.stringMatching(/did not last: .*eve@desk at 2026-01-15T02:00:00.000Z \(run sd-1, never proved\)/),
      flaps: true,
    });
  });

  test.each<[string, readonly PastChange[]]>([
    ["once", [past(1)]],
    ["one of two longer ago than 6 h", [past(6.1), past(1)]],
    ["one of two just 6 h ago", [past(6), past(1)]],
    ["one of two 5 min ahead", [past(-1 / 12), past(1)]],
    ["one of two taken back", [past(2, { ended: "undone" }), past(1)]],
    ["one of two that nobody knows to be made", [past(2, { ended: "unknown" }), past(1)]],
    ["another mitigation", [past(2, { mitigation: "restart" }), past(1)]],
    ["another action of that name", [past(2, { action: "kubernetes.scale" }), past(1)]],
    ["one of two in the future", [past(-1), past(1)]],
  ])("%s: it is proposed", (_, made) => {
    expect(planned(made).stage).toBe("offered");
  });

  test("the next page is due at once instead, with somebody there; those after it keep their times", () => {
    const story = planned([past(5), past(2)], "terminal");
    expect(story.state?.steps.map(({ requested }) => requested)).toEqual([true, false]);
    expect(wanted(story.state).filter((effect) => effect.type === "page")).toMatchObject([{ step: 0, note: "page" }]);
    story.tell(0, { type: "paged", step: 0, note: "page", ok: true, message: "" });
    story.tell(60, { type: "woke", jumpedMs: 0 });
    expect(wanted(story.state).map(({ type }) => type)).not.toContain("page");
  });

  test.each([
    ["that is not true is not sent instead: the next one that has a time is", "stock.fail", [1]],
    ["that is true is the next one", "orders.fail", [0]],
    ["that cannot be told is not true", "stock.value > 3", [1]],
  ])("a page on a condition %s", (_, when, paged) => {
    const begun = started();
    if (begun.type !== "started") throw new Error("no start");
    const escalation = [
      { afterMs: null, when, page: "vendor" },
      { afterMs: 1_800_000, when: null, page: "manager" },
    ];
    const run = { ...begun.run, runbook: { ...begun.run.runbook, escalation } };
    const { state } = planned([past(5), past(2)], "terminal", false, { ...begun, run });
    expect(wanted(state).flatMap((effect) => (effect.type === "page" ? [effect.step] : []))).toEqual(paged);
    const alone = { ...run, runbook: { ...run.runbook, escalation: escalation.slice(0, 1) } };
    const only = planned([past(5), past(2)], "terminal", false, { ...begun, run: alone });
    const pages = wanted(only.state).filter(({ type }) => type === "page");
    expect(pages).toHaveLength(paged[0] === 0 ? 1 : 0);
  });

  test.each<[string, Story]>([
    ["with nobody there, nobody is paged", planned([past(5), past(2)], "none")],
    ["where it is acknowledged, somebody has it already", planned([past(5), past(2)], "terminal", true)],
    ["where it is still proposed, there is something to do", planned([past(5)], "terminal")],
  ])("%s", (_, story) => {
    expect(story.state?.steps.some(({ requested }) => requested)).toBe(false);
    expect(wanted(story.state).map(({ type }) => type)).not.toContain("page");
  });

  test("a clock that is a little ahead is no excuse", () => {
    expect(planned([past(1), past(-1 / 15)]).stage).toBe("unavailable");
  });

  test("an undo is never held back, however often the same was taken back by others", () => {
    const story = offered().approve().answer(troubled).plan().applied().completed();
    story.tell(1, { type: "undo-requested", proposal: "rollback", by: alice });
    const effect = wanted(story.state).find((one) => one.type === "plan");
    if (effect?.type !== "plan") throw new Error("the undo is not planned");
    const { action, proposal, stage, recheck } = effect;
    const made = [past(3, { action, mitigation: null }), past(2, { action, mitigation: null })];
    const rivals = { holder: null, past: made };
    story.tell(0, { type: "planned", proposal, stage, recheck, plan: plan(), rivals });
    expect(story.state?.proposals.at(-1)).toMatchObject({ id: "undo-rollback", stage: { kind: "offered" } });
  });

  test("a run's own history is what it was when the run planned: a replay decides the same", () => {
    const story = planned([past(5), past(2)]);
    story.tell(10 * 3_600, { type: "woke", jumpedMs: 0 });
    expect(story.stage).toBe("unavailable");
  });
});
