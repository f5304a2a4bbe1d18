import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/core/json.ts";
import { judgeRollout } from "../../../src/probes/rollout/judge-rollout.ts";
import type { RolloutFacts } from "../../../src/probes/rollout/rollout-facts.ts";
import { rolloutObserved } from "../../../src/probes/rollout/rollout-observed.ts";
import { at, available, DAY, deployment, MINUTE, NOW, progressing, released, revision, template } from "./fixtures.ts";

const observe = (facts: RolloutFacts) => rolloutObserved.parse(judgeRollout(facts, NOW).observed);
/** What is told of the present revision's begin, and by which record. */
const told = (facts: RolloutFacts) => judgeRollout(facts, NOW).evidence[0];

const undoneMs = NOW - 10 * MINUTE;
const releasedMs = NOW - 20 * MINUTE;
const completed = [available, progressing("NewReplicaSetAvailable", undoneMs + 40_000)];
const back = (conditions: object[], of: JsonObject = template("2.4.0")) => deployment(of, { status: { conditions } });

describe("when an undo brought an old ReplicaSet back", () => {
  // 13 of yesterday, 14 twenty minutes ago, and 13 again as 15.
  const revisions = [
    revision({ number: 15, firstNumber: 13, createdAtMs: NOW - DAY, template: template("2.4.0") }),
    revision({ number: 14, createdAtMs: releasedMs, template: template("2.4.1") }),
  ];
  const undone = (fields: Partial<RolloutFacts>) => released({ revisions, deployment: back(completed), ...fields });

  test("its creation does not count, its first pod does", () => {
    const births = [
      { hash: "hash-13", createdAtMs: undoneMs + 2_000 },
      { hash: "hash-13", createdAtMs: undoneMs + 9_000 },
      { hash: "hash-14", createdAtMs: releasedMs + 1_000 },
    ];
    const facts = undone({ births });
    expect(observe(facts).changedAt).toBe(at(undoneMs + 2_000));
    expect(told(facts)).toEqual({
      what: "revision 15",
      value: "complete; it was brought back by an undo; its first pod was born then",
      atMs: undoneMs + 2_000,
    });
  });

  test.each([
    ["pods that outlived the release in between are", NOW - DAY + 1_000],
    ["a pod of the release's own second may be", releasedMs],
  ])("%s older than the change", (_, createdAtMs) => {
    const facts = undone({ births: [{ hash: "hash-13", createdAtMs }] });
    expect(observe(facts).changedAt).toBe(at(undoneMs + 40_000));
    expect(told(facts)?.value).toBe("complete; it was brought back by an undo; the Deployment moved then");
  });

  test("without any record it is unknown", () => {
    const facts = undone({ deployment: back([]), births: [] });
    expect(observe(facts)).toMatchObject({ changedAt: null, ageSeconds: null });
    expect(judgeRollout(facts, NOW).summary).toBe("revision 15; image 2.4.1 → 2.4.0");
    expect(told(facts)).toStrictEqual({
      what: "revision 15",
      value: "complete; the cluster keeps no record of it",
    });
  });

  test("a ReplicaSet without labels has no pods of its own that are known", () => {
    const [newest, older] = revisions.map((one) => {
      const { labels: _, ...metadata } = one.replicaSet.metadata;
      return { ...one, replicaSet: { ...one.replicaSet, metadata } };
    });
    const births = [{ hash: "hash-13", createdAtMs: undoneMs + 2_000 }];
    const unlabelled = [newest, older].filter((one) => one !== undefined);
    expect(observe(undone({ revisions: unlabelled, births })).changedAt).toBe(at(undoneMs + 40_000));
  });

  test("a Deployment without a status tells nothing", () => {
    const { status: _, ...silent } = back([]);
    expect(observe(undone({ deployment: silent, births: [] })).changedAt).toBeNull();
  });
});

// kubectl writes `restartedAt` in the second in which the ReplicaSet is created. An undo, and an undo of that, bring both back.
test("an undo of an undo of a restart began with neither the restart nor the ReplicaSet", () => {
  const restarted = template("2.4.0", {}, { "kubectl.kubernetes.io/restartedAt": at(releasedMs) });
  const revisions = [
    revision({ number: 15, firstNumber: 13, createdAtMs: releasedMs, template: restarted }),
    revision({ number: 14, firstNumber: 12, createdAtMs: NOW - DAY, template: template("2.4.0") }),
  ];
  const births = [{ hash: "hash-13", createdAtMs: undoneMs + 2_000 }];
  const facts = released({ revisions, deployment: back(completed, restarted), births });
  expect(observe(facts).changedAt).toBe(at(undoneMs + 2_000));
});

describe("a template that runs for the first time", () => {
  test("began when its ReplicaSet was created, before its first pod", () => {
    expect(told(released())).toEqual({
      what: "revision 14",
      value: "complete; its ReplicaSet was created then",
      atMs: NOW - 5 * MINUTE,
    });
  });

  test("began with its first pod where the creation is not known, and no undo is told", () => {
    const [newest, older] = released().revisions;
    if (newest === undefined || older === undefined) throw new Error("the fixture has two");
    const facts = released({ revisions: [{ ...newest, createdAtMs: null }, older] });
    expect(told(facts)).toEqual({
      what: "revision 14",
      value: "complete; its first pod was born then",
      atMs: NOW - 5 * MINUTE + 1_000,
    });
  });
});
