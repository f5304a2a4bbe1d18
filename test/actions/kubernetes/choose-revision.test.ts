import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chooseRevision } from "../../../src/actions/kubernetes/choose-revision.ts";
import { beginBounds } from "../../../src/clients/kubernetes-objects/revision-begin.ts";
import { revisionsOf } from "../../../src/clients/kubernetes-objects/revisions.ts";
import type { ReplicaSet } from "../../../src/actions/kubernetes/objects.ts";
import { replicaSet } from "./fixtures.ts";

const onset = Date.parse("2026-11-22T03:06:40Z");
const FIRST_MS = Date.parse("2026-11-01T00:00:00Z");
const HOUR_MS = 3_600_000;
const back = (numbers: string) => ({ "deployment.kubernetes.io/revision-history": numbers });

function choose(sets: readonly ReplicaSet[], onsetAtMs: number | null = onset, toRevision: number | null = null) {
  const revisions = revisionsOf(sets);
  const [current] = revisions;
  if (current === undefined) throw new Error("the test gave no revision");
  return chooseRevision(current, revisions, onsetAtMs, toRevision);
}

describe("where a rollback leads", () => {
  const week = replicaSet(12, "2026-11-15T10:00:00Z");
  const yesterday = replicaSet(13, "2026-11-21T10:00:00Z");
  const release = replicaSet(14, "2026-11-22T03:05:10Z");

  test("to the second-highest revision, whatever the order of the list", () => {
    expect(choose([week, release, yesterday]).target.number).toBe(13);
  });

  test("also where the onset is unknown, and says that", () => {
    const { target, why } = choose([yesterday, release], null);
    expect([target.number, why]).toEqual([13, expect.stringContaining("unknown")]);
  });

  test("compares numbers as numbers", () => {
    const sets = [
      replicaSet(9, "2026-11-01T00:00:00Z"),
      replicaSet(10, "2026-11-02T00:00:00Z"),
      replicaSet(11, "2026-11-03T00:00:00Z"),
    ];
    expect(choose(sets).target.number).toBe(10);
  });

  test("past revisions that began after the onset", () => {
    const hasty = replicaSet(15, "2026-11-22T03:10:00Z");
    const hastier = replicaSet(16, "2026-11-22T03:12:00Z");
    const { target, why } = choose([yesterday, release, hasty, hastier]);
    expect(target.number).toBe(14);
    expect(why).toContain("revision 15");
  });

  test("not by the age of a ReplicaSet that an undo used again after the onset", () => {
    // 11 ran first, came back as 15 after 14 had been made at 03:10: it did not begin before the onset, old as its ReplicaSet is.
    const again = replicaSet(15, "2026-11-01T10:00:00Z", "feature-api:old", back("11"));
    const made = replicaSet(14, "2026-11-22T03:10:00Z");
    const now = replicaSet(16, "2026-11-22T03:12:00Z");
    expect(choose([yesterday, made, again, now]).target.number).toBe(13);
  });

  test("to the revision that was asked for", () => {
    expect(choose([week, yesterday, release], onset, 12)).toMatchObject({
      target: { number: 12 },
      why: "it was asked for",
    });
  });

  const hastyOnes = [replicaSet(15, "2026-11-22T03:10:00Z"), replicaSet(16, "2026-11-22T03:12:00Z")];
  test.each([
    ["the one before", [yesterday, release], onset, "it is the one before revision 14"],
    ["no onset", [yesterday, release], null, "it is the one before revision 14; when the trouble began is unknown"],
    [
      "one passed over",
      [release, ...hastyOnes],
      onset,
      "it is the newest that began before the trouble did (2026-11-22T03:06:40Z); revision 15 began after it",
    ],
    [
      "two passed over",
      [week, release, ...hastyOnes],
      Date.parse("2026-11-22T03:05:09Z"),
      "it is the newest that began before the trouble did (2026-11-22T03:05:09Z); revisions 15 and 14 began after it",
    ],
  ])("and says why: %s", (_, sets, onsetAtMs, why) => {
    expect(choose(sets, onsetAtMs).why).toBe(why);
  });

  test.each([
    [
      "only one revision",
      [release],
      null,
      "not-now",
      "there is no earlier revision to go back to: the history holds only 14",
    ],
    ["an unknown revision", [yesterday, release], 3, "unfit", "the history holds no revision 3, only 14, 13"],
  ])("refuses: %s", (_, sets, toRevision, kind, message) => {
    expect(() => choose(sets, onset, toRevision)).toThrow(
      expect.objectContaining({ name: "PlanRefusal", kind, message }),
    );
  });

  test("refuses when all that is kept began after the onset", () => {
    const sets = [replicaSet(15, "2026-11-22T03:10:00Z"), replicaSet(16, "2026-11-22T03:12:00Z")];
    expect(() => choose(sets)).toThrow(
      "each earlier revision began after the trouble did (2026-11-22T03:06:40Z) (history: 16, 15); name one with toRevision",
    );
  });
});

describe("where templates came again, which gives an old ReplicaSet a new number", () => {
  /** Applied one after the other, an hour apart; the trouble comes a minute after the last. */
  function chosen(templates: readonly string[]) {
    const names = [...new Set(templates)];
    const { sets } = play(templates.map((each) => names.indexOf(each)));
    const lastMs = FIRST_MS + (templates.length - 1) * HOUR_MS;
    const { target, why } = choose(sets, lastMs + 60_000);
    const image = target.replicaSet.spec.template["spec"] as { readonly containers: readonly { image: string }[] };
    const index = Number(image.containers[0]?.image.split(":")[1]);
    return { number: target.number, template: names[index], why };
  }

  test.each<[string, readonly string[], number, string]>([
    ["the bad one came again", ["good", "bad", "good", "bad"], 3, "good"],
    ["and there is an older one", ["older", "good", "bad", "good", "bad"], 4, "good"],
    ["another bad one", ["older", "good", "bad", "good", "other"], 4, "good"],
    ["another bad one, which came again", ["good", "bad", "good", "other", "good", "other"], 5, "good"],
    ["the first bad one again after another", ["good", "bad", "good", "other", "good", "bad"], 5, "good"],
    ["the same again and again", ["older", "good", "bad", "good", "bad", "good", "bad"], 6, "good"],
    ["an older one that came between", ["good", "bad", "older", "good", "bad"], 4, "good"],
  ])("to the one before: %s", (_what, templates, number, template) => {
    expect(chosen(templates)).toMatchObject({ number, template });
  });

  test("and says that nobody knows when that one came again", () => {
    expect(chosen(["good", "bad", "good", "bad"]).why).toBe(
      "it is the one before revision 4; whether it began before the trouble did (2026-11-01T03:01:00Z) the cluster does not record",
    );
    // A release that is new began then, and what was there before it began earlier.
    expect(chosen(["good", "bad", "good", "other"]).why).toBe("it is the one before revision 4");
  });

  test("nor is it passed over behind one that began after the trouble", () => {
    // good, bad, good again, and two releases after the trouble: the bad one began before it too, and is known to.
    const { sets } = play([0, 1, 0, 2, 3]);
    const { target, why } = choose(sets, FIRST_MS + 2 * HOUR_MS + 60_000);
    expect([target.number, target.firstNumber]).toEqual([3, 1]);
    expect(why).toBe(
      "it is the newest that is not known to have begun after the trouble did (2026-11-01T02:01:00Z); revision 4 began after it",
    );
  });

  test("as kubectl does, wherever the trouble came after the last of any history", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { minLength: 2, maxLength: 12 }), (history) => {
        const { sets } = play(history);
        fc.pre(sets.length > 1);
        const numbers = revisionsOf(sets).map(({ number }) => number);
        expect(choose(sets, FIRST_MS + history.length * HOUR_MS).target.number).toBe(numbers[1]);
      }),
    );
  });

  test("never to one that is known to have begun after the trouble", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(5), { minLength: 2, maxLength: 12 }),
        fc.integer({ min: -1, max: 12 }),
        (history, hours) => {
          const { sets } = play(history);
          const onsetAtMs = FIRST_MS + hours * HOUR_MS + 60_000;
          let target;
          try {
            ({ target } = choose(sets, onsetAtMs));
          } catch {
            return;
          }
          expect(beginBounds(target, revisionsOf(sets)).earliestMs).toBeLessThanOrEqual(onsetAtMs);
        },
      ),
    );
  });
});

describe("when a revision began", () => {
  test("the bounds hold the truth, for any history of releases and undos", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { minLength: 1, maxLength: 12 }), (history) => {
        const { sets, begins } = play(history);
        const revisions = revisionsOf(sets);
        for (const revision of revisions) {
          const began = begins.get(revision.number) ?? Number.NaN;
          const bounds = beginBounds(revision, revisions);
          expect(bounds.earliestMs ?? -Infinity).toBeLessThanOrEqual(began);
          expect(bounds.latestMs ?? Infinity).toBeGreaterThanOrEqual(began);
        }
      }),
    );
  });
});

/** As the Deployment controller numbers them: a template that comes again keeps its ReplicaSet and gets the next number. */
function play(history: readonly number[]): {
  readonly sets: readonly ReplicaSet[];
  readonly begins: ReadonlyMap<number, number>;
} {
  const kept = new Map<number, { createdAtMs: number; numbers: number[] }>();
  const begins = new Map<number, number>();
  let number = 0;
  let last: number | null = null;
  for (const [step, wanted] of history.entries()) {
    if (wanted === last) continue;
    last = wanted;
    number += 1;
    const atMs = FIRST_MS + step * HOUR_MS;
    begins.set(number, atMs);
    const set = kept.get(wanted) ?? { createdAtMs: atMs, numbers: [] };
    set.numbers.push(number);
    kept.set(wanted, set);
  }
  const sets = [...kept].map(([wanted, { createdAtMs, numbers }]) =>
    replicaSet(Math.max(...numbers), new Date(createdAtMs).toISOString(), `feature-api:${wanted}`, {
      ...(numbers.length > 1 ? back(numbers.slice(0, -1).join(",")) : {}),
    }),
  );
  return { sets, begins };
}
