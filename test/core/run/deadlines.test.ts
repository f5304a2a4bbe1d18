import { describe, expect, test } from "vitest";
import { apply, deadlines, start } from "../../../src/core/run/machine.ts";
import type { RunEvent } from "../../../src/core/run/event.ts";
import { alice, plan, started } from "./sample-events.ts";
import { offered, Story, troubled } from "./story.ts";

const woke = { type: "woke", jumpedMs: 0 } as const;
const visit = { type: "session", session: "v", attendance: "visitor" } as const;
const now = { type: "escalated", by: alice } as const;

/** What time will bring about, each in seconds from now, in the order of its time. */
function waits(story: Story): readonly string[] {
  return [...deadlines(story.state)]
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ atMs, why }) => `${why} in ${(atMs - story.atMs) / 1_000} s`);
}

const approved = () => offered("none").approve().answer(troubled).plan();

describe("what time alone brings about", () => {
  test("is nothing before a run has begun, nor while no process holds it", () => {
    expect(deadlines(start())).toEqual([]);
    expect(deadlines(apply(start(), started()))).toEqual([]);
  });

  test("is the budget of each check that was asked, and a second more", () => {
    expect(waits(new Story("none"))).toEqual([
      "the budget of orders in 11 s",
      "the budget of stock in 11 s",
      "the budget of release in 11 s",
    ]);
  });

  test("is the look, the pages and the expiry of what is offered, where somebody stays", () => {
    expect(waits(offered("wait"))).toEqual([
      "a look at the symptoms in 30 s",
      "paging secondary in 600 s",
      "the expiry of rollback in 1800 s",
      "paging manager in 1800 s",
    ]);
  });

  test("is the expiry alone where nobody does", () => {
    expect(waits(offered("none"))).toEqual(["the expiry of rollback in 1800 s"]);
  });

  test("is nothing once its process has left, or where somebody only visits", () => {
    expect(waits(offered("wait").tell(1, { type: "left", reason: "quit" }))).toEqual([]);
    expect(waits(offered("wait").tell(1, visit))).toEqual([]);
  });

  test("is nothing of what cannot be approved: it does not expire", () => {
    const readOnly = new Story("none", started("run", true)).answer(troubled).plan();
    expect(waits(readOnly)).toEqual([]);
  });
});

describe("a change that was made", () => {
  test("is to be proved in its time: 600 s to complete, and three looks 15 s apart", () => {
    expect(waits(approved().applied())).toEqual(["the proof of rollback in 645 s"]);
  });

  test("that has not completed yet is asked again", () => {
    const story = approved().applied();
    const progress = { complete: false, completedAtMs: null, failed: null, summary: "" };
    story.tell(4, { type: "progressed", proposal: "rollback", progress });
    expect(waits(story)).toEqual(["the progress of rollback in 1 s", "the proof of rollback in 641 s"]);
    expect(waits(story.tell(1, woke))).toEqual(["the proof of rollback in 640 s"]);
  });

  test("that has completed is sampled, once at a time", () => {
    const story = approved().applied().completed();
    expect(waits(story)).toEqual(["a sample for rollback in 15 s", "the proof of rollback in 645 s"]);
    expect(waits(story.tell(15, woke))).toEqual([
      "the budget of orders in 11 s",
      "the budget of stock in 11 s",
      "the proof of rollback in 630 s",
    ]);
  });

  test("that is proved, or did not help, waits for nothing any more", () => {
    const story = offered("wait").approve().answer(troubled).plan().applied();
    const progress = { complete: false, completedAtMs: null, failed: "stuck", summary: "" };
    story.tell(1, { type: "progressed", proposal: "rollback", progress }).answer(troubled);
    expect(waits(story).filter((at) => at.includes("rollback"))).toEqual([]);
  });

  test("holds its lease for as long, and asks for it again every 15 s", () => {
    const leased = { ...plan(), lease: { namespace: "shop", name: "bigops-shop" } };
    const story = new Story("none").answer(troubled).plan(leased).approve().answer(troubled).plan(leased);
    const held = { outcome: "held" as const, epoch: 1, untilMs: story.atMs + 60_000 };
    story.tell(0, { type: "leased", proposal: "rollback", lease: held }).applied();
    // It is to tell others of the change at once.
    expect([waits(story), story.wants]).toEqual([["the proof of rollback in 645 s"], ["progress", "lease"]]);
    story.tell(0, { type: "leased", proposal: "rollback", lease: { ...held, noted: true } });
    expect(waits(story)).toEqual(["the lease for rollback in 15 s", "the proof of rollback in 645 s"]);
    expect(waits(story.tell(15, woke))).toEqual(["the proof of rollback in 630 s"]);
  });

  test("may still be sent while its answer is awaited: nothing is brought about by time", () => {
    expect(waits(approved().sent())).toEqual([]);
  });

  test("is not looked at by the watch beside its proof", () => {
    const story = offered("wait").approve().answer(troubled).plan().applied();
    expect(waits(story).filter((at) => at.startsWith("a look"))).toEqual([]);
  });
});

describe("a question that had no answer", () => {
  const about = { proposal: "rollback", write: "1", attempt: 1 } as const;

  test("is asked again after 3 s, and is no deadline once they are over", () => {
    const story = approved().sent();
    story.tell(1, { type: "received", ...about, receipt: { outcome: "lost", message: "reset" } });
    expect(waits(story)).toEqual([]);
    story.tell(0, { type: "reconciled", ...about, found: "unanswered", message: "refused" });
    expect(waits(story)).toEqual(["asking what became of rollback in 3 s"]);
    expect(waits(story.tell(3, woke))).toEqual([]);
  });
});

describe("the looks of the watch", () => {
  test("come 30 s after the last one, and while one is taken there is no other", () => {
    const story = offered("wait").tell(30, woke);
    const look = (at: string) => at.startsWith("a look at");
    expect(waits(story).filter(look)).toEqual([]);
    expect(waits(story.answer(troubled)).filter(look)).toEqual(["a look at the symptoms in 30 s"]);
  });
});

describe("the steps", () => {
  const others = /^(the budget of|the expiry of|a look at the symptoms)/;
  const pagings = (story: Story) => waits(story).filter((at) => !others.test(at));

  test("that are due are no deadline while their page is on its way", () => {
    expect(pagings(offered("wait").tell(600, woke))).toEqual(["paging manager in 1200 s"]);
  });

  test("that were paged are no deadline any more, nor those of an acknowledged run", () => {
    const sent = { type: "paged", step: 0, note: "page", ok: true, message: "" } as const;
    expect(pagings(offered("wait").tell(600, woke, sent))).toEqual(["paging manager in 1200 s"]);
    expect(pagings(offered("wait").tell(1, { type: "acknowledged", by: alice }))).toEqual([]);
  });

  test("are none where nobody keeps the clock", () => {
    expect(pagings(new Story("wait", started("drill")).answer(troubled).plan())).toEqual([]);
  });

  test("that wait for a condition have no time, also where somebody asks for one", () => {
    const begun = started() as RunEvent & { type: "started" };
    const escalation = [{ afterMs: null, when: "stock.fail", page: "vendor" }];
    const run = { ...begun.run, runbook: { ...begun.run.runbook, escalation } };
    const story = new Story("wait", { ...begun, run }).answer(troubled).plan();
    expect(pagings(story)).toEqual([]);
    expect(pagings(story.tell(1, now))).toEqual([]);
  });

  test("that are late are looked at before they page, and only once at a time", () => {
    const story = offered("wait").tell(1_300, woke);
    expect(pagings(story)).toEqual(["paging manager in 500 s"]);
    const round = story.state?.rounds.find(({ purpose }) => purpose === "overdue");
    const results = [...(story.state?.diagnosis?.results.values() ?? [])];
    for (const check of round?.checks ?? [])
      for (const result of results.slice(0, 1))
        story.tell(0, { type: "checked", round: round?.id ?? "", check, result: { ...result, verdict: "pass" } });
    expect(pagings(story)).toEqual(["a look before paging secondary in 30 s", "paging manager in 500 s"]);
  });

  test("whose page failed are paged again", () => {
    const failed = { type: "paged", step: 0, note: "page", ok: false, message: "503", again: true } as const;
    const story = offered("wait").tell(600, woke, failed);
    expect(pagings(story)).toEqual(["paging secondary again in 5 s", "paging manager in 1200 s"]);
    expect(pagings(story.tell(5, woke))).toEqual(["paging manager in 1195 s"]);
  });
});
