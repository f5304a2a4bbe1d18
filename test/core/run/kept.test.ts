import { expect, test } from "vitest";
import type { Verdict } from "../../../src/core/check/verdict.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import { wanted } from "../../../src/core/run/machine.ts";
import { guardedRunbook, guardedStart } from "./guarded-runbook.ts";
import { alice, plan } from "./sample-events.ts";
import { Story, troubled } from "./story.ts";

const made = { ...plan(), lease: { namespace: "shop", name: "bigops-shop" } };
const decline = { type: "declined", proposal: "undo-rollback", by: alice } as const;

function held(story: Story, epoch: number): Story {
  const lease = { outcome: "held" as const, epoch, untilMs: story.atMs + 60_000, noted: true as const };
  return story.tell(0, { type: "leased", proposal: "rollback", lease });
}

function looks(story: Story, verdicts: Readonly<Record<string, Verdict>>, times = 2): Story {
  for (let look = 0; look < times; look += 1) story.tell(15, { type: "woke", jumpedMs: 0 }).answer(verdicts);
  return story;
}

/** The change is made and complete; it must break neither latency nor stock, which is a symptom as well. */
function changed(planned: Plan = made): Story {
  const mitigation = guardedRunbook.mitigation.map((one) => ({ ...one, guard: ["latency", "stock"] }));
  const story = new Story("terminal", guardedStart({ mitigation })).answer(troubled).plan(planned).approve();
  return held(story.answer(troubled).plan(planned), 1).applied().completed();
}

const rollback = ({ state }: Story) => state?.proposals.find(({ id }) => id === "rollback");

test("all that a change broke is named, in the order of the runbook", () => {
  const story = looks(changed(), { stock: "fail", latency: "fail" });
  expect(rollback(story)?.stage).toMatchObject({ kind: "regressed", reason: "it broke stock, latency" });
  expect(story.state?.proposals.at(-1)?.because).toBe(
    "takes back rollback: stock passed before it and fails since (fail); latency passed before it and fails since (fail)",
  );
});

test("a change that is kept keeps what it broke by then, and nothing that it breaks later", () => {
  const story = looks(changed(), { latency: "fail" }).plan(made).tell(60, decline).completed();
  expect(rollback(story)?.guards.map(({ check, accepted }) => [check, accepted])).toEqual([
    ["stock", false],
    ["latency", true],
  ]);
  looks(story, { latency: "fail", stock: "fail" });
  expect(rollback(story)?.stage).toMatchObject({ kind: "regressed", reason: "it broke stock" });
  story
    .plan(made)
    .tell(60, { ...decline, proposal: "undo-rollback-2" })
    .completed();
  expect(rollback(story)?.guards.map(({ accepted }) => accepted)).toEqual([true, true]);
  expect(looks(story, { latency: "fail", stock: "fail" }).stage).toBe("verifying");
});

test("a change that is kept is leased anew, since its lease was let go of when its undo was proposed", () => {
  const story = looks(changed(), { latency: "fail" }).plan(made);
  const lease = () => wanted(story.state).find(({ type }) => type === "lease");
  expect(lease()).toMatchObject({ op: "release", change: { ended: "not-helped" } });
  story.tell(0, { type: "leased", proposal: "rollback", lease: { outcome: "released" } }).tell(60, decline);
  expect(lease()).toMatchObject({ op: "take", proposal: "rollback", change: { ended: "under-way" } });
});

test("declining the undo of a change that broke nothing leaves the change as it was", () => {
  const story = looks(changed(), {}, 3);
  expect(story.stage).toBe("verified");
  const before = rollback(story);
  story.tell(60, { type: "undo-requested", proposal: "rollback", by: alice }).plan(made).tell(1, decline);
  expect(rollback(story)).toEqual(before);
});

test("where its undo cannot be planned, whoever is there goes on with the search", () => {
  const story = looks(changed(), { latency: "fail" });
  const about = { proposal: "undo-rollback", stage: "propose" as const, recheck: 0 };
  story.tell(0, { type: "plan-failed", ...about, reason: "somebody changed it since" });
  expect(story.state?.cycle).toBe(2);
  story.answer({ stock: "fail" }).plan(made);
  expect(story.state?.proposals.map(({ id, stage }) => [id, stage.kind])).toEqual([
    ["rollback", "regressed"],
    ["undo-rollback", "unavailable"],
    ["refill-2", "offered"],
  ]);
});

test("where it has no inverse, whoever is there goes on with the search as well", () => {
  const story = looks(changed({ ...made, undo: null }), { latency: "fail" }, 1);
  looks(story, { latency: "fail", stock: "fail" }, 1).plan(made);
  expect(story.state?.proposals.map(({ id, stage }) => [id, stage.kind])).toEqual([
    ["rollback", "regressed"],
    ["refill-2", "offered"],
  ]);
});
