import { describe, expect, test } from "vitest";
import type { CheckResult } from "../../../src/core/check/check-result.ts";
import { evidenceMoved } from "../../../src/core/run/evidence-moved.ts";
import type { Proposal } from "../../../src/core/run/proposal.ts";
import { START_MS, result } from "./sample-events.ts";
import { offered, Story } from "./story.ts";

type Seen = Readonly<Record<string, Partial<CheckResult>>>;

const pass = { verdict: "pass" } as const;
const fail = { verdict: "fail" } as const;

/** Why a proposal of a run that found it does not hold any more by another look. */
function moved({ state }: Story, seen: Seen, changes: Partial<Proposal> = {}): string | null {
  const proposal = state?.proposals[0];
  if (!state || !proposal) throw new Error("nothing is proposed");
  const results = new Map(
    Object.entries(seen).map(([check, { verdict = "pass", ...more }]) => [
      check,
      { ...result(verdict, START_MS), ...more },
    ]),
  );
  const round = { id: "r", purpose: "recheck" as const, checks: [...results.keys()], results, askedAtMs: new Map() };
  return evidenceMoved(state, { ...proposal, ...changes }, round);
}

/** Proposed is the rollback, for orders that fail after a release. */
const rollback = offered("none");
/** Proposed is the refill, for a stock that fails; it requires that the release passes. */
const refill = new Story("none").answer({ stock: "fail" }).plan();

describe("what a proposal rests on", () => {
  test("holds where its cause does, whatever other symptoms do by now", () => {
    expect(moved(rollback, { orders: fail, stock: pass, release: pass })).toBeNull();
    expect(moved(rollback, { orders: fail, stock: { verdict: "error" }, release: pass })).toBeNull();
  });

  test("is known from the diagnosis where it was not looked at again", () => {
    expect(moved(rollback, {})).toBeNull();
    expect(moved(rollback, { release: fail })).toMatch(/^the cause bad-release no longer holds: /);
  });

  test("is gone with the symptoms, and what cannot be told is no symptom that went away", () => {
    expect(moved(rollback, { orders: pass, stock: pass })).toBe("no symptom fails any more");
    const unseen = "no symptom is seen failing any more: ";
    expect(moved(rollback, { orders: pass, stock: { verdict: "skipped", summary: "needs x" } })).toBe(
      `${unseen}stock could not be told (stock: needs x)`,
    );
  });

  test("another symptom that fails keeps no cause up that rests on the first", () => {
    expect(moved(rollback, { orders: pass, stock: fail })).toBe(
      "the cause bad-release no longer holds: orders.fail is false (orders: pass)",
    );
  });

  test("a cause that the runbook has not holds for nothing", () => {
    expect(moved(rollback, {}, { cause: "moonlight" })).toBe("the runbook has no cause moonlight");
  });
});

describe("what it requires beside its cause", () => {
  test("has to hold as well", () => {
    expect(moved(refill, { release: pass })).toBeNull();
    expect(moved(refill, { release: fail })).toBe(
      "what refill requires no longer holds: release.pass is false (release: fail)",
    );
    expect(moved(refill, { release: { verdict: "error", summary: "403" } })).toBe(
      "what refill requires may not hold any more: release could not be told (release: 403)",
    );
  });

  test("is asked after the cause, of which alone is told where neither holds", () => {
    expect(moved(refill, { orders: fail, stock: pass, release: fail })).toBe(
      "the cause empty-stock no longer holds: stock.fail is false (stock: pass)",
    );
  });
});

describe("why something could not be told", () => {
  test("each check of it is named, and the reason of the first", () => {
    const untold = { verdict: "inconclusive", summary: "no\nsamples" } as const;
    expect(moved(rollback, { orders: { verdict: "error", summary: "403" }, release: untold, stock: fail })).toBe(
      "the cause bad-release may not hold any more: orders could not be told; release could not be told (orders: 403)",
    );
    expect(moved(rollback, { release: untold })).toBe(
      "the cause bad-release may not hold any more: release could not be told (release: no samples)",
    );
  });

  test("what was not asked is not named, but what says so is", () => {
    expect(moved(rollback, { release: { verdict: "skipped", summary: "not asked for" } })).toBe(
      "the cause bad-release may not hold any more: orders.fail && release.pass (release: not asked for)",
    );
  });

  test("the reason is one line of at most 160 characters", () => {
    const summary = "x".repeat(161);
    expect(moved(rollback, { release: { verdict: "error", summary } })).toBe(
      `the cause bad-release may not hold any more: release could not be told (release: ${"x".repeat(159)}…)`,
    );
  });
});
