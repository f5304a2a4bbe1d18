import { expect, test } from "vitest";
import type { Plan } from "../../../src/core/plan/plan.ts";
import { refusal, wanted } from "../../../src/core/run/machine.ts";
import { alice, plan } from "./sample-events.ts";
import { Story, troubled } from "./story.ts";

/** A plan of two writes; the first may only lay something ready. */
function twoWrites(firstIsHarmless: boolean): Plan {
  const made = plan("uid-1", 2);
  return {
    ...made,
    writes: made.writes.map((write, at) => (firstIsHarmless && at === 0 ? { ...write, harmless: true } : write)),
  };
}

/** The first write was made. */
function firstMade(made: Plan): Story {
  return new Story().answer(troubled).plan(made).approve().answer(troubled).plan(made).applied();
}

const second = { proposal: "rollback", write: "2", attempt: 2 };
const no = { outcome: "rejected", message: "no room" } as const;

/** The intent of the second write, and the server's no. */
function refuseSecond(story: Story): Story {
  const intended = { ...second, resourceVersion: "8", notAfterMs: story.atMs + 5_000, detail: {} };
  return story.tell(0, { type: "intended", ...intended }, { type: "received", ...second, receipt: no });
}

test("the second write is refused after a first one that changed something: its outcome is unknown", () => {
  expect(refuseSecond(firstMade(twoWrites(false))).stage).toBe("unknown");
});

test("the second write is refused after one that only laid something ready: nothing changed, and that is known", () => {
  const story = refuseSecond(firstMade(twoWrites(true)));
  expect(story.state?.proposals[0]).toMatchObject({
    stage: { kind: "rejected", reason: "no room" },
    appliedAtMs: null,
  });
  expect(story.wants).not.toContain("progress");
});

test("what the first write set in motion failed by itself, and all is as it was: nothing changed, and that is known", () => {
  const reason = "job shop goes on: its savepoint failed: expired";
  const story = firstMade(twoWrites(false)).tell(9, { type: "withheld", ...second, reason, unchanged: true });
  expect(story.state?.proposals[0]).toMatchObject({ stage: { kind: "rejected", reason }, appliedAtMs: null });
});

test("the second write is withheld and nobody says that all is as it was: unknown", () => {
  const story = firstMade(twoWrites(false)).tell(9, { type: "withheld", ...second, reason: "gone" });
  expect(story.stage).toBe("unknown");
});

test("a write that may take longer is asked about later", () => {
  const slow = plan("uid-1", 1);
  const made = { ...slow, writes: slow.writes.map((write) => ({ ...write, timeoutMs: 60_000 })) };
  const story = new Story().answer(troubled).plan(made).approve().answer(troubled).plan(made).sent();
  const notAfterMs = story.atMs + 5_000;
  const receipt = { outcome: "lost", message: "no answer" } as const;
  story.tell(0, { type: "received", proposal: "rollback", write: "1", attempt: 1, receipt });
  const effects = wanted(story.state);
  expect(effects.find(({ type }) => type === "reconcile")).toMatchObject({ notBeforeMs: notAfterMs + 60_000 });
});

test("a change of which a part is made and the rest is looked at again is unverified, and is not taken back meanwhile", () => {
  const story = firstMade(twoWrites(false));
  const intended = { ...second, resourceVersion: "8", notAfterMs: story.atMs + 5_000, detail: {} };
  story.tell(0, { type: "intended", ...intended });
  story.tell(0, { type: "received", ...second, receipt: { outcome: "lost", message: "reset" } });
  story.tell(0, { type: "reconciled", ...second, found: "not-applied", message: "" });
  expect([story.stage, story.outcome]).toEqual(["rechecking", "unverified"]);
  const undo = { type: "undo-requested", proposal: "rollback", by: alice } as const;
  expect(refusal(story.state, undo)).toBe("rollback is still being made");
});
