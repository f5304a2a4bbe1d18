import { describe, expect, test } from "vitest";
import type { Verdict } from "../../../src/core/check/verdict.ts";
import {
  afterLook,
  brokenInWords,
  canRegress,
  fromAnew,
  type Guard,
  hasRegressed,
  isBroken,
  isOpen,
  openInWords,
  unlooked,
} from "../../../src/core/run/guard.ts";
import { result, START_MS } from "./sample-events.ts";

const passedBefore = (check = "latency"): Guard => unlooked(check, result("pass", START_MS));

/** A look `seconds` after the change completed, over the `window` seconds before it. */
function look(guard: Guard, verdict: Verdict, seconds: number, window = 0): Guard {
  return afterLook(guard, result(verdict, START_MS + seconds * 1_000, window * 1_000), START_MS);
}

const failed = (check: string, times: number): Guard =>
  Array.from({ length: times }).reduce<Guard>((guard, _, index) => look(guard, "fail", index + 1), passedBefore(check));

const counts = ({ samples, failures, failing }: Guard) => [samples, failures, failing];

describe("a look at a guard", () => {
  test("counts from the moment on that the change completed, and not a moment before", () => {
    expect(counts(look(passedBefore(), "fail", 10, 10))).toEqual([1, 1, 1]);
    expect(counts(look(passedBefore(), "fail", 10, 10.001))).toEqual([0, 0, 0]);
  });

  test("counts once: told again it is no other", () => {
    expect(counts(look(look(passedBefore(), "fail", 5), "fail", 5))).toEqual([1, 1, 1]);
    expect(counts(look(passedBefore(), "fail", 0))).toEqual([0, 0, 0]);
  });

  test("that passes ends the row of those that failed, and not what was seen of them", () => {
    expect(counts(look(look(failed("latency", 2), "pass", 3), "fail", 4))).toEqual([4, 3, 1]);
  });

  test("that could not be told is the latest, and not one that counts", () => {
    const guard = look(failed("latency", 1), "inconclusive", 2);
    expect([guard.latest?.verdict, guard.counted?.verdict]).toEqual(["inconclusive", "fail"]);
    expect(counts(guard)).toEqual([1, 1, 1]);
  });
});

describe("what is broken, and what is open", () => {
  test("one look that fails is none of the two that break it, and leaves it open", () => {
    expect([0, 1, 2].map((times) => hasRegressed(failed("latency", times)))).toEqual([false, false, true]);
    expect([0, 1, 2].map((times) => isOpen(failed("latency", times)))).toEqual([true, true, true]);
    expect(isOpen(look(failed("latency", 1), "pass", 2))).toBe(false);
  });

  test("nothing that did not pass before, or was accepted", () => {
    for (const before of ["fail", "inconclusive", "error", "skipped"] as const) {
      const guard = { ...failed("latency", 2), before: result(before, START_MS) };
      expect([canRegress(guard), hasRegressed(guard), isBroken(guard), isOpen(guard)]).toEqual([
        false,
        false,
        false,
        false,
      ]);
    }
    expect(canRegress(unlooked("latency", null))).toBe(false);
    const accepted = { ...failed("latency", 2), accepted: true };
    expect([hasRegressed(accepted), isBroken(accepted), isOpen(accepted)]).toEqual([true, false, false]);
  });

  test("looked at from anew, all but what was before it and whether it was accepted is forgotten", () => {
    const guard = { ...failed("latency", 2), accepted: true };
    expect(fromAnew(guard)).toEqual({ ...passedBefore(), accepted: true });
    expect(fromAnew(failed("latency", 2))).toEqual(passedBefore());
    expect(passedBefore().accepted).toBe(false);
  });
});

describe("in words", () => {
  test("each that was broken, with its last look that counts, and none that was not", () => {
    const guards = [failed("latency", 2), failed("lag", 1), look(failed("errors", 2), "error", 9)];
    expect(brokenInWords(guards)).toBe(
      "latency passed before it and fails since (fail); errors passed before it and fails since (fail)",
    );
    expect(brokenInWords([failed("lag", 1)])).toBe("");
  });

  test("first those that could not be told, then those that failed in the last look", () => {
    const open = [failed("latency", 1), passedBefore("lag"), failed("errors", 1), passedBefore("queue")];
    expect(openInWords([...open, look(passedBefore("disk"), "pass", 1)])).toBe(
      "whether it broke lag, queue could not be told; latency, errors failed in the last look at it",
    );
    expect(openInWords([failed("latency", 1)])).toBe("latency failed in the last look at it");
    expect(openInWords([passedBefore("lag")])).toBe("whether it broke lag could not be told");
  });
});
