import { describe, expect, test } from "vitest";
import { isAttended } from "../../../src/core/run/attendance.ts";
import type { Attendance, RunEventBody } from "../../../src/core/run/event.ts";
import { refusal } from "../../../src/core/run/machine.ts";
import type { RunState } from "../../../src/core/run/state.ts";
import { undoProblem } from "../../../src/core/run/undo.ts";
import { alice, started } from "./sample-events.ts";
import { offered, Story, troubled } from "./story.ts";

const woke = { type: "woke", jumpedMs: 0 } as const;
const undo = { type: "undo-requested", proposal: "rollback", by: alice } as const;
const acknowledge = { type: "acknowledged", by: alice } as const;
const escalate = { type: "escalated", by: alice } as const;
const decline = { type: "declined", proposal: "rollback", by: alice } as const;
const page = (step: number) => ({ type: "paged", step, note: "page", ok: true, message: "sent" }) as const;

function verified(): Story {
  const story = offered().approve().answer(troubled).plan().applied().completed();
  for (const _ of [1, 2, 3]) story.tell(15, woke).answer();
  return story;
}

function digest(story: Story): string {
  return story.state?.proposals[0]?.digest ?? "";
}

describe("what a person says that does not apply now is refused, with why", () => {
  const ended = () => new Story().answer();
  const over = "the run has ended: healthy";
  const dryRun = () => new Story("terminal", started("dry-run")).answer(troubled).plan();

  test.each<[string, () => Story, (story: Story) => RunEventBody, string | null]>([
    ["an approval", offered, (story) => ({ type: "approved", digest: digest(story), by: alice }), null],
    [
      "one of nothing",
      offered,
      () => ({ type: "approved", digest: "f".repeat(64), by: alice }),
      "no proposal of this run has that digest",
    ],
    ["one after the end", ended, () => ({ type: "approved", digest: "f".repeat(64), by: alice }), over],
    ["a refusal of an offer", offered, () => decline, null],
    ["a refusal said twice", () => offered().tell(1, decline), () => decline, "that proposal is not open"],
    ["a refusal of what an ended run proposed", dryRun, () => decline, "the run has ended: problem"],
    ["a refusal of nothing", offered, () => ({ ...decline, proposal: "x" }), "that proposal is not open"],
    ["an acknowledgement", offered, () => acknowledge, null],
    ["one said twice", () => offered().tell(1, acknowledge), () => acknowledge, "it is acknowledged already"],
    ["an acknowledgement after the end", ended, () => acknowledge, over],
    ["an escalation", () => offered().tell(1, page(0)), () => escalate, null],
    [
      "one with nobody left",
      () => offered().tell(1, page(0), page(1)),
      () => escalate,
      "no step of the escalation is left",
    ],
    ["an escalation after the end", ended, () => escalate, over],
    ["an undo of nothing", ended, () => undo, "the run has no proposal rollback"],
    ["an undo after the end", verified, () => undo, null],
    ["the time", ended, () => woke, null],
  ])("%s", (_, at, said, why) => {
    const story = at();
    expect(refusal(story.state, said(story))).toBe(why);
  });

  const by = { run: "sd-0002", user: "bob", host: "desk", epoch: 2 };
  const approve = { type: "approved", digest: "f".repeat(64), by: alice } as const;

  test.each<RunEventBody>([approve, decline, undo, acknowledge, escalate])(
    "$type: that another run goes on with it comes before anything else",
    (said) => {
      const { state } = offered().tell(1, { type: "superseded", by });
      const why = "it was taken over by bob@desk, as run sd-0002 (epoch 2), and goes on there";
      expect(refusal(state, said)).toBe(why);
      expect(refusal(state, woke)).toBeNull();
    },
  );

  test("before the run has begun", () => {
    expect(refusal(null, acknowledge)).toBe("the run has not begun");
  });
});

describe("what cannot be taken back", () => {
  const { state } = verified();
  const rollback = state?.proposals[0];
  if (!state || !rollback) throw new Error("nothing was verified");
  const having = (more: Partial<typeof rollback>): RunState => ({ ...state, proposals: [{ ...rollback, ...more }] });
  const other = { ...rollback, id: "refill" };

  test.each<[string, RunState, string | null]>([
    ["a verified change can", state, null],
    ["one without an answer", having({ appliedAtMs: null }), "rollback changed nothing"],
    ["one without a receipt", having({ receipts: [] }), "rollback changed nothing"],
    ["an undo", having({ undoes: "x" }), "rollback is itself an undo"],
    ["what is undone", having({ stage: { kind: "undone", by: "undo-rollback" } }), "rollback is undone already"],
    [
      "what is half made",
      having({ stage: { kind: "changing", attempt: { write: 1, number: 2, turn: 1, phase: { kind: "preparing" } } } }),
      "rollback is still being made",
    ],
    [
      "what has no inverse",
      having({ plan: rollback.plan && { ...rollback.plan, undo: null } }),
      "roll shop back: there is no inverse of that",
    ],
    [
      "where nothing may be changed",
      { ...state, run: { ...state.run, environment: { ...state.run.environment, readOnly: true } } },
      "environment staging is read-only",
    ],
    [
      "while another change is under way",
      {
        ...state,
        proposals: [
          rollback,
          { ...other, stage: { kind: "rechecking", attempt: 1, plan: null, failure: null, moved: null } },
        ],
      },
      "another change is under way",
    ],
    ["beside one that is over", { ...state, proposals: [rollback, other] }, null],
    [
      "what is itself under way can",
      having({ stage: { kind: "completing", polls: 0, nextAtMs: 0, summary: null } }),
      null,
    ],
  ])("%s", (_, given, why) => {
    expect(undoProblem(given, "rollback")).toBe(why);
  });

  test("an undo that came to nothing can be asked for again, as another proposal", () => {
    const story = verified().tell(60, undo).plan();
    story.tell(1, { ...decline, proposal: "undo-rollback" }).tell(1, undo);
    expect(story.state?.proposals.map(({ id, because, mitigation }) => [id, because, mitigation]).slice(1)).toEqual([
      ["undo-rollback", "takes back rollback", null],
      ["undo-rollback-2", "takes back rollback", null],
    ]);
  });
});

test.each<[Attendance, boolean]>([
  ["terminal", true],
  ["wait", true],
  ["none", false],
  ["visitor", false],
])("%s: somebody stays is %s", (attendance, stays) => {
  const { state } = new Story(attendance);
  if (state === null) throw new Error("the run has not begun");
  expect(isAttended(state)).toBe(stays);
  expect(isAttended({ ...state, left: "quit" })).toBe(false);
  expect(isAttended({ ...state, session: null })).toBe(false);
});
