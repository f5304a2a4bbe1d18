import { describe, expect, test } from "vitest";
import type { Verdict } from "../../../src/core/check/verdict.ts";
import { apply, start } from "../../../src/core/run/machine.ts";
import { askable, beginRound, isComplete, record, roundOf, unansweredResult } from "../../../src/core/run/round.ts";
import type { Round, RunState } from "../../../src/core/run/state.ts";
import type { Check } from "../../../src/core/runbook/runbook.ts";
import { result, START_MS, started } from "./sample-events.ts";
import { sampleRunbook } from "./sample-runbook.ts";

const [orders] = sampleRunbook.investigation;
if (orders === undefined) throw new Error("the sample has no check");
const check = (id: string, ...needs: readonly string[]): Check => ({ ...orders, id, needs });

/** `c` needs `b`, which needs `a`; `d` needs two. */
const runbook = {
  ...sampleRunbook,
  investigation: [check("c", "b"), check("b", "a"), check("a"), check("d", "a", "e"), check("e")],
};

function sampling(checks: readonly string[], only: readonly string[] | null = null): Round {
  const event = started();
  if (event.type !== "started") throw new Error("a run begins with its identity");
  const state = apply(start(), { ...event, run: { ...event.run, runbook, only } }) as RunState;
  const round = roundOf(beginRound(state, "watch", "one", checks), "watch");
  if (round === undefined) throw new Error("there is no such round");
  return round;
}

const tell = (round: Round, id: string, verdict: Verdict, afterMs = 0) =>
  record(round, id, result(verdict, START_MS + afterMs), runbook, START_MS + afterMs);
const asks = (round: Round) => askable(round, runbook).map(({ id }) => id);
const says = (round: Round) => [...round.results].map(([id, { verdict, summary }]) => `${id}: ${verdict}, ${summary}`);
const all = ["c", "b", "a", "d", "e"];

describe("a sampling", () => {
  test("asks what needs nothing, then what has all that it needs, each from then on", () => {
    const begun = sampling(all);
    expect(asks(begun)).toEqual(["a", "e"]);
    const next = tell(begun, "a", "pass", 3_000);
    expect(asks(next)).toEqual(["b", "e"]);
    const last = tell(tell(next, "e", "fail", 4_000), "b", "pass", 5_000);
    expect(asks(last)).toEqual(["c", "d"]);
    expect(Object.fromEntries([...last.askedAtMs].map(([id, atMs]) => [id, atMs - START_MS]))).toEqual({
      a: 0,
      e: 0,
      b: 3_000,
      d: 4_000,
      c: 5_000,
    });
    const done = tell(tell(last, "c", "pass"), "d", "pass");
    expect([isComplete(last), isComplete(done), asks(done)]).toEqual([false, true, []]);
  });

  test("does not wait for what is not of it", () => {
    expect(asks(sampling(["c", "d"]))).toEqual(["c", "d"]);
    expect(asks(sampling(["a"]))).toEqual(["a"]);
  });

  test.each(["error", "inconclusive", "skipped"] as const)(
    "skips down the chain what needs one that is %s",
    (verdict) => {
      const round = tell(tell(sampling(all), "e", "pass"), "a", verdict);
      expect(says(round)).toEqual([
        "e: pass, pass",
        `a: ${verdict}, ${verdict}`,
        "b: skipped, needs a, which could not be told",
        "c: skipped, needs b, which could not be told",
        "d: skipped, needs a, which could not be told",
      ]);
      expect(isComplete(round)).toBe(true);
    },
  );

  test("names the need that could not be told, not the one that could", () => {
    const round = tell(tell(sampling(["a", "d", "e"]), "a", "pass"), "e", "error");
    expect(says(round).at(-1)).toBe("d: skipped, needs e, which could not be told");
  });

  test("goes on where a need failed: that is an answer", () => {
    expect(asks(tell(sampling(["a", "b"]), "a", "fail"))).toEqual(["b"]);
  });

  test("keeps the answer of a check that came before its need could not be told", () => {
    const round = tell(tell(sampling(["a", "d", "e"]), "d", "pass"), "a", "error");
    expect(round.results.get("d")?.verdict).toBe("pass");
  });

  test("skips what was not asked for, and what needs it", () => {
    const round = sampling(all, ["c", "e", "d"]);
    expect(asks(round)).toEqual(["e"]);
    expect(says(round).toSorted()).toEqual([
      "a: skipped, not asked for",
      "b: skipped, not asked for",
      "c: skipped, needs b, which could not be told",
      "d: skipped, needs a, which could not be told",
    ]);
    expect(round.results.get("a")).toMatchObject({ startedAtMs: START_MS, sampledAtMs: START_MS, durationMs: 0 });
  });
});

test("a check that gives no answer says so itself, with how long it was waited for and what to do", () => {
  const none = { observed: {}, evidence: [], flip: null, notes: [], expected: null, vantage: "", equivalent: "" };
  const summary = "no answer within 10 s";
  expect(unansweredResult(START_MS + 11_000, START_MS, 10_000)).toEqual({
    ...none,
    verdict: "inconclusive",
    summary,
    error: { code: "timeout", message: summary, hint: "give it longer with --timeout, or ask by hand" },
    startedAtMs: START_MS,
    durationMs: 11_000,
    windowStartMs: START_MS + 11_000,
    sampledAtMs: START_MS + 11_000,
    rule: "core/1",
  });
  // By a clock that was set back meanwhile.
  expect(unansweredResult(START_MS - 5_000, START_MS, 10_000).durationMs).toBe(0);
});
