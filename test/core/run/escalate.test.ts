import { describe, expect, test } from "vitest";
import { cancelSteps, keepsClock } from "../../../src/core/run/escalate.ts";
import { deadlines, wanted } from "../../../src/core/run/machine.ts";
import { alice, started } from "./sample-events.ts";
import { offered, Story, troubled } from "./story.ts";

const woke = { type: "woke", jumpedMs: 0 } as const;
const pages = (story: Story) =>
  wanted(story.state).flatMap((effect) => (effect.type === "page" ? [[effect.target, effect.note, effect.late]] : []));
const statuses = (story: Story) => story.state?.steps.map(({ status }) => status);
const paged = (step: number, ok = true) => ({ type: "paged", step, note: "page", ok, message: "said" }) as const;

describe("the clock", () => {
  test("runs where somebody stays with a problem, in a real run that has not ended", () => {
    const keeps = (story: Story) => story.state !== null && keepsClock(story.state);
    expect(keeps(offered("wait"))).toBe(true);
    expect(keeps(offered("terminal"))).toBe(true);
    expect(keeps(offered("none"))).toBe(false);
    expect(keeps(new Story("wait"))).toBe(false);
    expect(keeps(new Story("wait").answer({ stock: "error" }))).toBe(false);
    expect(keeps(new Story("wait", started("drill")).answer(troubled).plan())).toBe(false);
    const gone = offered("wait");
    for (const _ of [1, 2, 3]) gone.tell(30, woke).answer();
    expect(keeps(gone)).toBe(false);
  });

  test("pages at the due time and not a moment before", () => {
    const story = offered("wait").tell(599.999, woke);
    expect(pages(story)).toEqual([]);
    expect(pages(story.tell(0.001, woke))).toEqual([["secondary", "page", false]]);
  });

  test("a step that is overdue by ten minutes is in time, by more it is late", () => {
    expect(pages(offered("wait").tell(1_200, woke))).toEqual([["secondary", "page", false]]);
    const late = offered("wait").tell(1_200.001, woke);
    expect(pages(late)).toEqual([]);
    expect(pages(late.answer(troubled))).toEqual([["secondary", "page", true]]);
  });

  test("a clock that was set forward by more than a minute: looked at first", () => {
    expect(pages(offered("wait").tell(601, { type: "woke", jumpedMs: 60_000 }))).toEqual([
      ["secondary", "page", false],
    ]);
    expect(pages(offered("wait").tell(601, { type: "woke", jumpedMs: 60_001 }))).toEqual([]);
  });

  test("a late page is held back while the symptoms pass, looked at every 30 s, and goes once one does not", () => {
    const story = offered("wait").tell(1_300, woke);
    // The looks of the watch would end the run: only those before the page are answered.
    const overdue = () => story.state?.rounds.find(({ purpose }) => purpose === "overdue");
    const say = (verdict: "pass" | "fail") => {
      const round = overdue();
      for (const check of round?.checks ?? []) {
        const { sampled: _, ...about } = { sampled: 0, type: "checked" as const, round: round?.id ?? "", check };
        const [result] = [...(story.state?.diagnosis?.results.values() ?? [])];
        if (result === undefined) throw new Error("nothing was diagnosed");
        story.tell(0, { ...about, result: { ...result, verdict } });
      }
    };
    say("pass");
    expect([overdue(), pages(story)]).toEqual([undefined, []]);
    const look = deadlines(story.state).find(({ why }) => why === "a look before paging secondary");
    expect((look?.atMs ?? 0) - story.atMs).toBe(30_000);
    story.tell(29, woke);
    expect(overdue()).toBeUndefined();
    story.tell(1, woke);
    expect(overdue()?.checks).toEqual(["orders", "stock"]);
    say("fail");
    expect(pages(story)).toEqual([["secondary", "page", true]]);
  });
});

describe("a step asked for now", () => {
  const now = { type: "escalated", by: alice } as const;

  test("is the next one, at once and not late", () => {
    const story = offered("wait").tell(1, now);
    expect(pages(story)).toEqual([["secondary", "page", false]]);
    story.tell(1, now);
    expect(pages(story)).toEqual([
      ["secondary", "page", false],
      ["manager", "page", false],
    ]);
    const { state } = story;
    expect(story.tell(0, now).state?.steps).toEqual(state?.steps);
  });

  test("is the next that waits, where one was paged already", () => {
    const story = offered("wait").tell(600, woke).tell(1, paged(0)).tell(1, now);
    expect(pages(story)).toEqual([["manager", "page", false]]);
  });

  test("is the one that is due first, whatever its place", () => {
    const begun = started();
    if (begun.type !== "started") throw new Error("no start");
    const escalation = [
      { afterMs: null, when: "stock.fail", page: "vendor" },
      { afterMs: 1_800_000, when: null, page: "manager" },
      { afterMs: 600_000, when: null, page: "secondary" },
    ];
    const run = { ...begun.run, runbook: { ...begun.run.runbook, escalation } };
    const story = new Story("wait", { ...begun, run }).answer(troubled).plan().tell(1, now);
    expect(pages(story)).toEqual([["secondary", "page", false]]);
  });
});

describe("what became of a page", () => {
  test("that was sent, or could not be", () => {
    expect(statuses(offered("wait").tell(600, woke).tell(1, paged(0)))).toEqual(["paged", "waiting"]);
    const failed = offered("wait").tell(600, woke).tell(1, paged(0, false));
    expect(failed.state?.steps[0]).toMatchObject({ status: "failed", message: "said" });
  });

  test("told twice changes nothing", () => {
    const story = offered("wait").tell(600, woke).tell(1, paged(0, false)).tell(1, paged(0));
    expect(statuses(story)).toEqual(["failed", "waiting"]);
  });

  test("is acknowledged and resolved once each", () => {
    const story = offered("wait").tell(600, woke).tell(1, paged(0)).tell(1, { type: "acknowledged", by: alice });
    expect(pages(story)).toEqual([["secondary", "acknowledge", false]]);
    story.tell(1, { type: "paged", step: 0, note: "acknowledge", ok: true, message: "" });
    expect([pages(story), story.state?.steps[0]?.notes.acknowledge]).toEqual([[], { kind: "told" }]);
    expect(story.state?.steps[0]?.status).toBe("paged");
  });

  test("an acknowledgement is taken once, and leaves what was paged", () => {
    const story = offered("wait").tell(600, woke).tell(1, paged(0)).tell(1, { type: "acknowledged", by: alice });
    const acknowledgedAtMs = story.atMs;
    expect(statuses(story.tell(5, { type: "acknowledged", by: alice }))).toEqual(["paged", "acknowledged"]);
    expect(story.state?.acknowledgement).toEqual({ by: alice, atMs: acknowledgedAtMs });
  });

  test("what waits is cancelled with the run, and nothing else", () => {
    const steps = offered("wait").tell(600, woke).tell(1, paged(0)).state?.steps ?? [];
    expect(cancelSteps(steps).map(({ status }) => status)).toEqual(["paged", "cancelled"]);
  });
});
