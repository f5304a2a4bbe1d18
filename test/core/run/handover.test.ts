import { describe, expect, test } from "vitest";
import { documentOf } from "../../../src/core/document/document-of.ts";
import { refusal, wanted } from "../../../src/core/run/machine.ts";
import type { RunState } from "../../../src/core/run/state.ts";
import { renderScreen } from "../../../src/reporters/text/screen.ts";
import { guardedStart } from "./guarded-runbook.ts";
import { bob, takenOver } from "./handed-over.ts";
import { alice, plan, START_MS } from "./sample-events.ts";
import { offered, Story, troubled } from "./story.ts";

const successor = { run: "sd-0002", user: "bob", host: "desk", epoch: 2 };

function effect(story: Story, type: string) {
  return wanted(story.state).find((one) => one.type === type);
}

function screen(state: RunState | null): string {
  if (state === null) throw new Error("no run");
  const view = { width: 120, color: false, unicode: true, nowMs: state.nowMs, stateDir: null, offsetMinutes: () => 0 };
  return renderScreen(documentOf(state), { verbose: false, ending: true }, view).replaceAll(/\s+/g, " ");
}

/** Until it is due, and past it. */
function waited(story: Story, seconds: number): Story {
  return story.tell(seconds, { type: "woke", jumpedMs: 0 });
}

describe("a run that goes on with another one", () => {
  test("has a name of its own, and the story so far", () => {
    const story = takenOver(offered());
    expect(story.state?.run).toMatchObject({
      id: "sd-0002",
      operator: bob,
      origin: { runs: ["sd-0001"], user: "alice", host: "laptop", epoch: 1 },
    });
    expect(story.state?.startedAtMs).toBe(START_MS);
    expect(screen(story.state)).toContain("goes on with run sd-0001 of alice@laptop, which is over (epoch 2)");
  });

  test("does not take an approval that the other one would have taken: it asks anew", () => {
    const story = offered();
    const digest = story.state?.proposals[0]?.digest ?? "";
    takenOver(story);
    expect(story.state?.proposals[0]?.stage.kind).toBe("expired");
    expect(refusal(story.state, { type: "approved", digest, by: bob })).toMatch(/no longer open/);
    story.answer(troubled).plan();
    const fresh = story.state?.proposals.at(-1);
    expect(fresh?.stage.kind).toBe("offered");
    expect(fresh?.digest).not.toBe(digest);
    story
      .tell(1, { type: "approved", digest: fresh?.digest ?? "", by: bob })
      .answer(troubled)
      .plan();
    expect(effect(story, "prepare")).toMatchObject({ proposal: "rollback-2" });
  });

  test("sends nothing that was approved and not yet sent", () => {
    const rechecking = offered().approve();
    const preparing = offered().approve().answer(troubled).plan();
    expect(preparing.wants).toContain("prepare");
    for (const story of [rechecking, preparing]) {
      takenOver(story);
      expect(story.stage).toBe("refused");
      expect(JSON.stringify(story.state?.proposals[0]?.stage)).toMatch(/approved in run sd-0001/);
      story.answer(troubled).plan();
      expect(story.wants).not.toContain("prepare");
    }
  });

  test("asks for the mark of the other run where a write was on its way, once it cannot come any more", () => {
    const story = offered().approve().answer(troubled).plan().sent();
    const sentAtMs = story.atMs;
    takenOver(story, "held", 1);
    expect(story.wants).not.toContain("send");
    // The intent lives 5 s, the request 10 s.
    expect(effect(story, "reconcile")).toMatchObject({ mark: "sd-0001/rollback/1", notBeforeMs: sentAtMs + 15_000 });
  });

  test("found applied, it is proved here; found not applied, it is not sent again", () => {
    const about = { proposal: "rollback", write: "1", attempt: 1, message: "" } as const;
    const made = takenOver(offered().approve().answer(troubled).plan().sent());
    made.tell(20, { type: "reconciled", ...about, found: "applied" });
    expect(made.stage).toBe("completing");
    made.completed();
    expect(made.stage).toBe("verifying");

    const not = takenOver(offered().approve().answer(troubled).plan().sent());
    not
      .tell(20, { type: "reconciled", ...about, found: "not-applied" })
      .answer(troubled)
      .plan();
    expect(not.stage).toBe("refused");
    expect(not.wants).not.toContain("prepare");
  });

  test("does not make the second write of a change whose first was made on the other's approval", () => {
    const two = plan("uid-1", 2);
    const story = takenOver(new Story().answer(troubled).plan(two).approve().answer(troubled).plan(two).sent());
    const about = { proposal: "rollback", write: "1", attempt: 1, message: "" } as const;
    story.tell(20, { type: "reconciled", ...about, found: "applied" });
    expect(story.stage).toBe("unknown");
    expect(JSON.stringify(story.state?.proposals[0]?.stage)).toMatch(/only 1 of its writes.*approved in run sd-0001/);
    expect(story.wants).not.toContain("prepare");
  });

  test("proves a change that was made and not proved yet, and may take it back", () => {
    const story = takenOver(offered().approve().answer(troubled).plan().applied().completed());
    expect(story.stage).toBe("verifying");
    for (let sample = 0; sample < 5 && story.stage === "verifying"; sample += 1) waited(story, 15).answer();
    expect(story.stage).toBe("verified");
    expect(story.outcome).toBe("resolved");
    expect(refusal(story.state, { type: "undo-requested", proposal: "rollback", by: bob })).toBeNull();
  });

  test("plans anew the undo of a change that broke what it must not break", () => {
    const story = new Story("terminal", guardedStart()).answer(troubled).plan().approve().answer(troubled).plan();
    story.applied().completed();
    for (const _ of [1, 2]) {
      story.tell(15, { type: "woke", jumpedMs: 0 }).answer({ ...troubled, latency: "fail" });
      if (story.wants.includes("progress")) story.completed();
    }
    story.plan();
    const stages = () => story.state?.proposals.map(({ id, stage }) => `${id} ${stage.kind}`);
    expect(stages()).toEqual(["rollback regressed", "undo-rollback offered"]);
    takenOver(story);
    expect(stages()).toEqual(["rollback regressed", "undo-rollback expired", "undo-rollback-2 planning"]);
    expect(story.plan().wants).toContain("prompt");
  });

  test("takes over the lease that the other one has on its target, in its own name", () => {
    const leased = { ...plan(), lease: { namespace: "shop", name: "bigops-1" } };
    const story = new Story().answer(troubled).plan(leased).approve().answer(troubled).plan(leased);
    const held = { outcome: "held" as const, epoch: 1, untilMs: story.atMs + 60_000 };
    story.tell(0, { type: "leased", proposal: "rollback", lease: held }).applied();
    takenOver(story);
    expect(effect(story, "lease")).toMatchObject({
      op: "take",
      by: { user: "bob", host: "desk", run: "sd-0002" },
      over: ["sd-0001"],
      // The history knows the change by the run that made it.
      change: { run: "sd-0001", proposal: "rollback", user: "alice" },
    });
  });
});

describe("nothing goes out before the older runs were told", () => {
  test("no page, no lease, no write; one that cannot be told holds nothing up", () => {
    const due = waited(takenOver(offered(), "not yet"), 600).answer(troubled);
    expect(due.wants).toContain("fence");
    expect(due.wants).not.toContain("page");
    due.tell(0, { type: "fenced", fence: { kind: "unavailable", reason: "not allowed (403)" } });
    expect(due.wants).not.toContain("fence");
    expect(due.wants).toContain("page");
    expect(screen(due.state)).toMatch(/cannot be fenced: not allowed \(403\); see that it is stopped/);

    const story = takenOver(offered(), "not yet").answer(troubled).plan();
    const digest = story.state?.proposals.at(-1)?.digest ?? "";
    story.tell(1, { type: "approved", digest, by: bob }).answer(troubled).plan();
    expect(story.wants).toEqual(["fence"]);
    story.tell(0, { type: "fenced", fence: { kind: "held", epoch: 2, over: null } });
    expect(story.wants).toEqual(["prepare"]);
  });

  test("the next process tries again where the last one could not", () => {
    const story = takenOver(offered(), "unavailable");
    story.tell(1, { type: "session", session: "b2", attendance: "terminal" });
    expect(story.wants).toContain("fence");
    story.tell(0, { type: "fenced", fence: { kind: "held", epoch: 2, over: null } });
    story.tell(1, { type: "session", session: "b3", attendance: "terminal" });
    expect(story.wants).not.toContain("fence");
  });

  test("a run that ended at once still tells them; a dry run has nothing to tell", () => {
    const story = takenOver(offered("none"), "not yet");
    story.tell(0, { type: "session", session: "b2", attendance: "none" }).answer();
    expect(story.state?.ended?.outcome).toBe("healthy");
    expect(story.wants).toEqual(["fence"]);
  });

  test("each handover is of a higher epoch than the one before", () => {
    const story = takenOver(offered(), "not yet");
    expect(effect(story, "fence")).toMatchObject({ epoch: 2 });
    story.tell(0, { type: "fenced", fence: { kind: "held", epoch: 5, over: null } });
    expect(documentOf(story.state as RunState).run.origin).toMatchObject({ epoch: 5, fenced: true });
  });
});

describe("the escalation clock of a run that was handed over", () => {
  const dueAtMs = (story: Story) => story.state?.steps.map((step) => step.dueAtMs);

  test("keeps its due times, and pages as the same incident", () => {
    const before = dueAtMs(offered());
    const story = takenOver(offered(), "held", 120).answer(troubled).plan();
    expect(dueAtMs(story)).toEqual(before);
    waited(story, 600);
    expect(effect(story, "page")).toMatchObject({ step: 0, dedupKey: "sd-0001/step-1" });
  });

  test("does not page again what was paged, and tells that incident how it went on", () => {
    const story = waited(offered(), 600);
    story.tell(0, { type: "paged", step: 0, note: "page", ok: true, message: "sent" });
    takenOver(story).answer(troubled).plan();
    expect(story.wants).not.toContain("page");
    story.tell(1, { type: "acknowledged", by: bob });
    expect(effect(story, "page")).toMatchObject({ note: "acknowledge", dedupKey: "sd-0001/step-1" });
  });

  test("stays quiet where it was acknowledged before", () => {
    const story = takenOver(offered().tell(1, { type: "acknowledged", by: alice }))
      .answer(troubled)
      .plan();
    waited(story, 4_000);
    expect(story.wants).not.toContain("page");
  });
});

describe("a run that another one goes on with", () => {
  test("sends nothing any more, whatever it was about to", () => {
    for (const story of [
      waited(offered(), 600),
      offered().approve(),
      offered().approve().answer(troubled).plan(),
      offered().approve().answer(troubled).plan().sent(),
    ]) {
      story.tell(1, { type: "superseded", by: successor });
      expect(story.wants).toEqual([]);
      expect(story.outcome).toBe("refused");
      story.tell(1, { type: "session", session: "s2", attendance: "terminal" });
      expect(waited(story, 4_000).wants).toEqual([]);
    }
  });

  test("says who goes on with it, to whoever wants something of it", () => {
    const story = offered().tell(1, { type: "superseded", by: successor });
    const digest = story.state?.proposals[0]?.digest ?? "";
    const told = "it was taken over by bob@desk, as run sd-0002 (epoch 2), and goes on there";
    expect(refusal(story.state, { type: "approved", digest, by: alice })).toBe(told);
    expect(refusal(story.state, { type: "acknowledged", by: alice })).toBe(told);
    expect(screen(story.state)).toContain("Taken over: bob@desk, as run sd-0002 (epoch 2), goes on with it");
  });

  test("that had ended sends not even the note that was left", () => {
    const story = waited(offered(), 600);
    story.tell(0, { type: "paged", step: 0, note: "page", ok: true, message: "sent" });
    for (let look = 0; look < 5 && story.state?.ended === null; look += 1) waited(story, 30).answer();
    expect(story.wants).toContain("page");
    story.tell(0, { type: "superseded", by: successor });
    expect(story.wants).toEqual([]);
    expect(story.outcome).toBe("resolved");
  });
});
