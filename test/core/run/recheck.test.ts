import { describe, expect, test } from "vitest";
import type { Plan } from "../../../src/core/plan/plan.ts";
import type { RunEvent, RunEventBody } from "../../../src/core/run/event.ts";
import { alice, plan, started } from "./sample-events.ts";
import { offered, Story, troubled } from "./story.ts";

/** Approved, and its recheck begun a second time, since the computer slept over the first. */
function lookedAtTwice(): Story {
  return offered().approve().tell(120, { type: "woke", jumpedMs: 110_000 });
}

test("a late plan of an earlier recheck does not stand for the newer one", () => {
  const story = lookedAtTwice().answer(troubled);
  const about = { proposal: "rollback", stage: "recheck" } as const;
  const stale: readonly RunEventBody[] = [
    { type: "planned", ...about, recheck: 1, plan: plan() },
    { type: "planned", ...about, recheck: 1, plan: plan("uid-2") },
    { type: "plan-failed", ...about, recheck: 1, reason: "it was not there" },
  ];
  for (const event of stale) story.tell(0, event);
  expect([story.stage, story.wants]).toEqual(["rechecking", ["plan"]]);
  story.tell(0, { type: "planned", ...about, recheck: 2, plan: plan() });
  expect([story.stage, story.wants]).toEqual(["changing", ["prepare"]]);
});

const woke = { type: "woke", jumpedMs: 0 } as const;
const purposes = (story: Story) => story.state?.rounds.map(({ purpose }) => purpose);

test("the watch stops for it, and the look before a late page goes on", () => {
  expect(purposes(offered("wait").tell(30, woke).approve())).toEqual(["recheck"]);
  // The first page is due after ten minutes; ten more, and it was missed.
  const late = offered("wait").tell(1_201, woke);
  expect(purposes(late)).toEqual(["watch", "overdue"]);
  expect(purposes(late.approve())).toEqual(["overdue", "recheck"]);
});

test("a plan alone does not let it go on", () => {
  const story = offered("none").approve().plan();
  expect(story.stage).toBe("rechecking");
  expect(story.answer(troubled).wants).toEqual(["prepare"]);
});

test("an inverse rests on its object alone", () => {
  const story = offered().approve().answer(troubled).plan().applied().completed();
  for (const _ of [1, 2, 3]) story.tell(15, woke).answer();
  story.tell(60, { type: "undo-requested", proposal: "rollback", by: alice }).plan().approve();
  expect([story.wants, story.state?.rounds]).toEqual([["plan"], []]);
});

test("which symptoms could not be told is said, all of them", () => {
  const story = offered("none").approve().answer({ orders: "error", stock: "inconclusive" }).plan();
  const reason = "no symptom is seen failing any more: orders, stock could not be told (orders: error)";
  expect(story.state?.proposals[0]?.stage).toEqual({ kind: "refused", reason });
});

describe("what is looked at again", () => {
  const empty = { stock: "fail" } as const;

  /** The shop's refill rests on its logs. */
  function refilling(): Story {
    const event = started() as RunEvent & { type: "started" };
    const { runbook } = event.run;
    const mitigation = runbook.mitigation.map((one) => (one.id === "refill" ? { ...one, requires: "logs.pass" } : one));
    const story = new Story("none", { ...event, run: { ...event.run, runbook: { ...runbook, mitigation } } });
    return story.answer(empty).plan().approve();
  }

  test("is the symptoms, and what its own cause and its own requirement read", () => {
    const checks = (story: Story) => story.state?.rounds.flatMap((round) => round.checks);
    expect(checks(offered("none").approve())).toEqual(["orders", "stock", "release"]);
    expect(checks(refilling())).toEqual(["orders", "stock", "logs"]);
  });

  test("decides by its own cause and requirement", () => {
    expect(refilling().answer(empty).plan().wants).toEqual(["prepare"]);
    const unmet = refilling()
      .answer({ ...empty, logs: "fail" })
      .plan();
    const reason = "what refill requires no longer holds: logs.pass is false (logs: fail)";
    expect(unmet.state?.proposals[0]?.stage).toEqual({ kind: "refused", reason });
  });
});

describe("a plan that is made again", () => {
  const leased = { ...plan(), lease: { namespace: "shop", name: "bigops-shop" } };
  const rivals = {
    holder: { user: "bob", host: "desk", run: "sd-0002", runbook: "shop-down", sinceMs: null, untilMs: null },
    past: [],
  };
  const again = { proposal: "rollback", stage: "recheck", recheck: 1 } as const;
  const rechecking = (shown: Plan) => new Story("none").answer(troubled).plan(shown).approve().answer(troubled);
  const by =
    "; being changed by bob@desk in run sd-0002 (shop-down); to see whether it helps: bigops run shop-down --dry-run";

  test.each<[string, Plan, Plan, string]>([
    [
      "another server",
      { ...plan(), server: "http://a" },
      { ...plan(), server: "http://b" },
      "http://a, and the environment has http://b",
    ],
    ["no server any more", { ...plan(), server: "http://a" }, plan(), "http://a, and the environment has none"],
    [
      "a server where it named none",
      plan(),
      { ...plan(), server: "http://b" },
      "another server, and the environment has http://b",
    ],
  ])("for %s is not the one that was shown", (_, shown, now, servers) => {
    const story = rechecking(shown).plan(now);
    const reason = `it was shown for ${servers} by now`;
    expect(story.state?.proposals[0]?.stage).toEqual({ kind: "refused", reason });
  });

  test("for the same server is", () => {
    const served = { ...plan(), server: "http://a" };
    expect(rechecking(served).plan(served).wants).toEqual(["prepare"]);
  });

  test("for an object that was changed is named by it", () => {
    const reason = "Deployment shop was changed since it was shown";
    expect(rechecking(plan()).plan(plan("uid-2")).state?.proposals[0]?.stage).toEqual({ kind: "refused", reason });
  });

  test("is held against the impact that was shown", () => {
    const fewer = { ...plan(), impact: { ...plan().impact, keepServing: 2 } };
    expect(rechecking(fewer).plan(fewer).wants).toEqual(["prepare"]);
  });

  test("that cannot be made ends it at once, without a question who is at it", () => {
    const story = rechecking(leased).tell(0, { type: "plan-failed", ...again, reason: "it is gone" });
    const reason = "it cannot be planned any more: it is gone";
    expect(story.state?.proposals[0]?.stage).toEqual({ kind: "refused", reason });
  });

  test("that cannot be made since somebody is at it says who", () => {
    const story = rechecking(leased).tell(0, { type: "plan-failed", ...again, reason: "it is gone", rivals });
    const reason = `it cannot be planned any more: it is gone${by}`;
    expect(story.state?.proposals[0]?.stage).toEqual({ kind: "refused", reason });
  });

  test("and told who is at it, is not asked for once more to tell that", () => {
    const story = new Story("none").answer(troubled).plan(leased).approve();
    story.tell(0, { type: "planned", ...again, plan: leased, rivals }).answer();
    expect(story.state?.proposals[0]?.stage).toEqual({ kind: "refused", reason: `no symptom fails any more${by}` });
  });
});
