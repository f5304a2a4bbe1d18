import { describe, expect, test } from "vitest";
import { documentOf } from "../../../src/core/document/document-of.ts";
import { exitCodeOf } from "../../../src/core/run/outcome.ts";
import type { Attendance } from "../../../src/core/run/event.ts";
import type { Verdict } from "../../../src/core/check/verdict.ts";
import { deadlines } from "../../../src/core/run/machine.ts";
import { guardedRunbook, guardedStart } from "./guarded-runbook.ts";
import { plan } from "./sample-events.ts";
import { Story, troubled } from "./story.ts";

const woke = { type: "woke", jumpedMs: 0 } as const;
const noInverse = { ...plan(), undo: null };

/** The change is made and complete; `before` is what its guard said in the last look before it. */
function changed(attendance: Attendance = "none", before: Verdict = "pass", made = plan()): Story {
  const story = new Story(attendance, guardedStart()).answer({ ...troubled, latency: before }).plan(made);
  story.approve();
  return story
    .answer({ ...troubled, latency: before })
    .plan(made)
    .applied()
    .completed();
}

function looks(story: Story, ...latencies: readonly Verdict[]): Story {
  for (const latency of latencies) story.tell(15, woke).answer({ latency });
  return story;
}

/** The rollback broke its guard, and its undo is offered. */
function regressed(attendance: Attendance = "none"): Story {
  return looks(changed(attendance), "fail", "fail").plan();
}

function undone(story: Story): Story {
  story.approve().plan();
  const about = { proposal: "undo-rollback", write: "1", attempt: 1 };
  story.tell(0, { type: "intended", ...about, resourceVersion: "8", notAfterMs: story.atMs + 5_000, detail: {} });
  const receipt = { outcome: "applied" as const, atMs: story.atMs, resourceVersion: "9", detail: {} };
  story.tell(0, { type: "received", ...about, receipt });
  const progress = { complete: true, completedAtMs: story.atMs, failed: null, summary: "" };
  return story.tell(0, { type: "progressed", proposal: "undo-rollback", progress });
}

const stagesOf = (story: Story) => story.state?.proposals.map(({ id, stage }) => `${id} ${stage.kind}`);
const outcomeOf = (state: Story["state"]) => (state === null ? "defect" : documentOf(state).outcome);
const guardOf = (story: Story) => {
  if (story.state === null) throw new Error("the run has not begun");
  return documentOf(story.state).proposals.find(({ id }) => id === "rollback")?.guards[0];
};

describe("a guard", () => {
  test("is looked at between approval and change, and in each sample after it", () => {
    const story = new Story("none", guardedStart()).answer(troubled).plan().approve();
    expect(story.state?.rounds.find(({ purpose }) => purpose === "recheck")?.checks).toContain("latency");
    story.answer(troubled).plan().applied().completed().tell(15, woke);
    expect(story.state?.rounds.find(({ purpose }) => purpose === "verification")?.checks).toContain("latency");
  });

  test("that passes before and after is no obstacle: resolved", () => {
    const story = looks(changed(), "pass", "pass", "pass");
    expect(story.state?.ended?.outcome).toBe("resolved");
    expect(guardOf(story)).toMatchObject({ check: "latency", status: "holds", samples: 3, failures: 0 });
  });

  test("that passed before and fails in two looks in a row has regressed: the undo is planned at once, and offered", () => {
    const story = looks(changed(), "fail");
    expect(story.stage).toBe("verifying");
    expect(guardOf(story)).toMatchObject({ status: "failing" });
    looks(story, "fail");
    expect(story.wants).toEqual(["plan"]);
    story.plan();
    expect(stagesOf(story)).toEqual(["rollback regressed", "undo-rollback offered"]);
    expect(story.state?.proposals[1]).toMatchObject({
      undoes: "rollback",
      because: "takes back rollback: latency passed before it and fails since (fail)",
    });
    expect(story.state?.proposals[1]?.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(guardOf(story)).toMatchObject({ status: "regressed", samples: 2, failures: 2 });
    expect(exitCodeOf(outcomeOf(story.state))).toBe(6);
  });

  test("that fails while the symptoms have passed often enough is not overlooked", () => {
    const story = looks(changed(), "pass", "pass", "fail");
    expect(story.stage).toBe("verifying");
    expect(stagesOf(looks(story, "fail"))).toContain("rollback regressed");
  });

  test("that flaps undoes nothing, and is said", () => {
    const story = looks(changed(), "fail", "pass", "fail", "pass");
    expect(story.state?.ended?.outcome).toBe("resolved");
    expect(guardOf(story)).toMatchObject({ status: "holds", samples: 4, failures: 2 });
  });

  test("whose looks between two failing ones could not be told fails in a row", () => {
    expect(stagesOf(looks(changed(), "fail", "error", "inconclusive", "fail"))).toContain("rollback regressed");
  });

  test("that failed before the change cannot regress: it is said, and the symptoms decide", () => {
    const story = looks(changed("none", "fail"), "fail", "fail", "fail");
    expect(story.state?.ended?.outcome).toBe("resolved");
    expect(guardOf(story)).toMatchObject({ status: "failed-before", before: { verdict: "fail" } });
  });

  test.each(["inconclusive", "error"] as const)(
    "that was %s before the change cannot regress: it is said, and the symptoms decide",
    (before) => {
      const story = looks(changed("none", before), "fail", "fail", "fail");
      expect(story.state?.ended?.outcome).toBe("resolved");
      expect(guardOf(story)).toMatchObject({ status: "unknown-before", before: { verdict: before } });
    },
  );

  test("that was not asked for cannot regress", () => {
    const story = new Story("none", guardedStart({}, ["orders", "release"])).answer(troubled).plan().approve();
    looks(story.answer(troubled).plan().applied().completed(), "fail", "fail", "fail");
    expect(story.state?.ended?.outcome).toBe("resolved");
    expect(guardOf(story)).toMatchObject({ status: "unknown-before", before: { verdict: "skipped" } });
  });

  test("that passed in the diagnosis and fails in the last look before the change is measured by that look", () => {
    const story = new Story("none", guardedStart()).answer(troubled).plan().approve();
    looks(
      story
        .answer({ ...troubled, latency: "fail" })
        .plan()
        .applied()
        .completed(),
      "fail",
      "fail",
      "fail",
    );
    expect(guardOf(story)).toMatchObject({ status: "failed-before" });
    expect(story.state?.ended?.outcome).toBe("resolved");
  });

  test.each(["inconclusive", "error"] as const)(
    "that is %s after the change is not healthy: unverified, and said",
    (after) => {
      const story = changed();
      for (let waited = 0; waited < 700 && story.state?.ended === null; waited += 15) looks(story, after);
      expect(story.state?.ended?.outcome).toBe("unverified");
      expect(story.state?.proposals[0]?.stage).toMatchObject({
        kind: "not-helped",
        reason: "the symptoms recovered, but whether it broke latency could not be told",
        proof: { passes: 3 },
      });
      expect(guardOf(story)).toMatchObject({ status: "unknown", samples: 0 });
    },
  );

  test("whose window began before the change completed says nothing: neither that it broke nor that it holds", () => {
    const story = changed();
    for (const _ of [1, 2, 3, 4]) {
      story.tell(15, woke);
      // 90 s long: it reaches back to before the change until then.
      story.answer({ latency: "fail" }, 90_000);
    }
    expect(story.stage).toBe("verifying");
    expect(guardOf(story)).toMatchObject({ status: "waiting", samples: 0 });
    story.tell(30, woke).answer({ latency: "fail" }, 90_000);
    story.tell(15, woke).answer({ latency: "fail" }, 90_000);
    expect(stagesOf(story)).toContain("rollback regressed");
  });

  test("has the time that its window needs", () => {
    const short = deadlines(changed().state).find(({ why }) => why.startsWith("the proof"))?.atMs ?? 0;
    const wide = new Story("none", guardedStart());
    wide.answer(troubled, 300_000).plan().approve();
    wide.answer(troubled).plan().applied().completed();
    const long = deadlines(wide.state).find(({ why }) => why.startsWith("the proof"))?.atMs ?? 0;
    expect(long - short).toBe(300_000);
  });

  test("of a change in two writes is not measured by a look between them", () => {
    const two = plan("uid-1", 2);
    const story = new Story("none", guardedStart()).answer(troubled).plan(two).approve();
    story.answer(troubled).plan(two).applied();
    const about = { proposal: "rollback", write: "2", attempt: 1 };
    story.tell(0, { type: "intended", ...about, resourceVersion: "8", notAfterMs: story.atMs + 5_000, detail: {} });
    story.tell(0, { type: "received", ...about, receipt: { outcome: "lost", message: "reset" } });
    story.tell(20, { type: "reconciled", ...about, found: "not-applied", message: "" });
    story.answer({ ...troubled, latency: "fail" }).plan(two);
    expect(story.wants).toEqual(["prepare"]);
    expect(story.state?.proposals[0]?.guards[0]?.before?.verdict).toBe("pass");
  });
});

describe("after a regression", () => {
  test("the undo that is approved is made, the change is undone, and the symptoms say how it stands", () => {
    const story = undone(regressed()).answer(troubled);
    expect(stagesOf(story)).toEqual(["rollback undone", "undo-rollback verified"]);
    expect(story.state?.ended?.outcome).toBe("problem");
    expect(guardOf(story)).toMatchObject({ status: "regressed" });
  });

  test("with somebody there the search goes on after the undo, and the clock with it", () => {
    const story = undone(regressed("terminal")).answer({ orders: "fail", stock: "fail" }).plan();
    expect(stagesOf(story)).toEqual(["rollback undone", "undo-rollback verified", "refill-2 offered"]);
    expect(story.state?.ended).toBeNull();
    expect(story.state?.steps.map(({ status }) => status)).toEqual(["waiting", "waiting"]);
  });

  test("declining the undo is a decision: the change is kept, proved anew, and may be resolved", () => {
    const story = regressed("terminal");
    const by = { user: "alice", as: null, host: "laptop" };
    story.tell(60, { type: "declined", proposal: "undo-rollback", by });
    expect(story.wants).toContain("progress");
    looks(story.completed(), "fail", "fail", "fail");
    expect(story.state?.ended?.outcome).toBe("resolved");
    expect(guardOf(story)).toMatchObject({ status: "accepted" });
  });

  test("nobody decides in time: with nobody there unverified, with somebody there the undo is planned anew", () => {
    const alone = regressed("none").tell(31 * 60, woke);
    expect(alone.state?.ended?.outcome).toBe("unverified");
    const story = regressed("terminal")
      .tell(31 * 60, woke)
      .plan();
    expect(stagesOf(story)).toEqual(["rollback regressed", "undo-rollback expired", "undo-rollback-2 offered"]);
  });

  test("a process that takes the run later proposes the undo anew", () => {
    const story = regressed("none");
    story.tell(40 * 60, { type: "session", session: "s2", attendance: "none" }).plan();
    expect(stagesOf(story)).toEqual(["rollback regressed", "undo-rollback expired", "undo-rollback-2 offered"]);
  });

  test("a process that takes the run in time may still approve what was offered", () => {
    const story = regressed("none").tell(60, { type: "session", session: "s2", attendance: "none" });
    expect(stagesOf(undone(story).answer(troubled))).toEqual(["rollback undone", "undo-rollback verified"]);
  });

  test("an undo that cannot be planned leaves the run unverified, never resolved", () => {
    const story = looks(changed(), "fail", "fail");
    const about = { proposal: "undo-rollback", stage: "propose" as const, recheck: 0 };
    story.tell(0, { type: "plan-failed", ...about, reason: "somebody changed it since" });
    expect(story.state?.ended?.outcome).toBe("unverified");
  });

  test("a change without an inverse: no undo is proposed, and it is said what to do instead", () => {
    const story = looks(changed("none", "pass", noInverse), "fail", "fail");
    expect(stagesOf(story)).toEqual(["rollback regressed"]);
    expect(story.state?.ended?.outcome).toBe("unverified");
    expect(story.state?.proposals[0]?.stage).toMatchObject({
      reason:
        "it broke latency; its undo cannot be proposed (roll shop back: there is no inverse of that): take it back by hand, or escalate",
    });
  });

  test("of a change without an inverse, symptoms that are gone do not make it resolved", () => {
    const story = looks(changed("terminal", "pass", noInverse), "fail", "fail").answer();
    for (const _ of [1, 2, 3, 4]) story.tell(30, woke).answer();
    expect(story.state?.ended?.outcome).toBe("unverified");
  });

  test("of a change by hand, it is measured by the diagnosis, and the undo is the operator's", () => {
    const manual = { ...plan(), writes: [], undo: null };
    const story = new Story("none", guardedStart()).answer(troubled).plan(manual).approve();
    // It was done by hand before it was said to be.
    story
      .answer({ ...troubled, latency: "fail" })
      .plan(manual)
      .completed();
    looks(story, "fail", "fail");
    expect(stagesOf(story)).toEqual(["rollback regressed"]);
    expect(story.state?.proposals[0]?.stage).toMatchObject({ reason: expect.stringContaining("take it back by hand") });
  });

  test("a clock that is set back begins the looks anew", () => {
    const story = looks(changed(), "fail");
    story.tell(-600, woke).tell(0, {
      type: "progressed",
      proposal: "rollback",
      progress: { complete: true, completedAtMs: story.atMs, failed: null, summary: "" },
    });
    expect(looks(story, "fail").stage).toBe("verifying");
    expect(stagesOf(looks(story, "fail"))).toContain("rollback regressed");
  });

  test("a symptom may be a guard as well", () => {
    const mitigation = guardedRunbook.mitigation.map((one) => ({ ...one, guard: ["stock"] }));
    const story = new Story("none", guardedStart({ mitigation })).answer(troubled).plan().approve();
    story.answer(troubled).plan().applied().completed();
    for (const _ of [1, 2]) story.tell(15, woke).answer({ stock: "fail" });
    expect(stagesOf(story)).toContain("rollback regressed");
  });
});
