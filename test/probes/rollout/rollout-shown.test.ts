import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../src/core/json.ts";
import { judgeRollout } from "../../../src/probes/rollout/judge-rollout.ts";
import { rolloutObserved } from "../../../src/probes/rollout/rollout-observed.ts";
import type { RolloutFacts } from "../../../src/probes/rollout/rollout-facts.ts";
import { at, available, DAY, deployment, MINUTE, NOW, progressing, released, revision, template } from "./fixtures.ts";

const observe = (facts: RolloutFacts) => rolloutObserved.parse(judgeRollout(facts, NOW).observed);

/** Revision 14 of now over 13 of yesterday. */
function changed(older: JsonObject, newer: JsonObject): RolloutFacts {
  const revisions = [
    revision({ number: 14, createdAtMs: NOW - MINUTE, template: newer }),
    revision({ number: 13, createdAtMs: NOW - DAY, template: older }),
  ];
  return released({ revisions, deployment: deployment(newer) });
}

test("nothing is recorded yet: that is said, and what would tell", () => {
  expect(judgeRollout(released({ revisions: [] }), NOW)).toEqual({
    verdict: "inconclusive",
    summary: "deployment/feature-api has no revision recorded yet",
    observed: {},
    evidence: [{ what: "revisions", value: 0 }],
    flip: "a ReplicaSet of its own with a revision number",
    notes: [],
  });
});

test("a rollout that was complete and is paused now is not complete", () => {
  const conditions = [available, progressing("NewReplicaSetAvailable", NOW - MINUTE)];
  const paused = deployment(template("2.4.1"), { spec: { paused: true }, status: { conditions } });
  expect(observe(released({ deployment: paused }))).toMatchObject({ status: "paused", completedAt: null });
});

test("while an undo is not numbered yet, the revision whose template it took is the present one", () => {
  const judged = judgeRollout(released({ deployment: deployment(template("2.4.0"), { generation: 6 }) }), NOW);
  expect(judged.observed).toMatchObject({ revision: 13, status: "progressing" });
  expect(judged.notes).toEqual([]);
});

describe("the changes", () => {
  const evidenceOf = (older: JsonObject, newer: JsonObject) =>
    judgeRollout(changed(older, newer), NOW).evidence.slice(1);

  test("a release is told by its image, before and after", () => {
    expect(judgeRollout(released(), NOW).evidence.slice(1)).toEqual([
      { what: "image", value: "registry.example/feature-api:2.4.0 → registry.example/feature-api:2.4.1" },
    ]);
  });

  test.each<[string, Json | undefined, Json | undefined, string | null, string | null, string]>([
    ["comes", undefined, "Always", null, "Always", "absent → Always"],
    ["goes", "Always", undefined, "Always", null, "Always → absent"],
    ["is no text", 8080, true, "8080", "true", "8080 → true"],
  ])("a field that %s", (_, older, newer, from, to, value) => {
    const of = (field: Json | undefined) => template("2.4.0", field === undefined ? {} : { imagePullPolicy: field });
    expect(observe(changed(of(older), of(newer))).changes).toEqual([{ path: "imagePullPolicy", from, to }]);
    expect(evidenceOf(of(older), of(newer))).toEqual([{ what: "imagePullPolicy", value }]);
  });

  test("twenty are listed, five are evidence, all are counted", () => {
    const of = (value: string) =>
      template("2.4.0", { env: Array.from({ length: 25 }, (_, index) => ({ name: `SIZE_${index}`, value })) });
    const { changes, changesTotal } = observe(changed(of("1"), of("2")));
    expect([changes.length, changesTotal, evidenceOf(of("1"), of("2")).length]).toEqual([20, 25, 5]);
  });

  test("a restart together with a release is more than a restart", () => {
    const restarted = template("2.4.1", {}, { "kubectl.kubernetes.io/restartedAt": at(NOW - MINUTE) });
    expect(observe(changed(template("2.4.0"), restarted))).toMatchObject({ restartOnly: false, changesTotal: 2 });
  });
});

describe("the history", () => {
  test("each revision with its begin and its images, the newest first", () => {
    const of = (tag: string) => [`registry.example/feature-api:${tag}`];
    expect(observe(released()).history).toEqual([
      { revision: 14, beganAt: at(NOW - 5 * MINUTE), images: of("2.4.1") },
      { revision: 13, beganAt: at(NOW - DAY), images: of("2.4.0") },
    ]);
  });

  test("one that an undo brought back is dated while it is the present one, and not after", () => {
    const undone = revision({ number: 15, firstNumber: 13, createdAtMs: NOW - 2 * DAY, template: template("2.4.0") });
    const between = revision({ number: 14, createdAtMs: NOW - DAY, template: template("2.4.1") });
    const newest = revision({ number: 16, createdAtMs: NOW - MINUTE, template: template("2.4.2") });
    const births = [{ hash: "hash-13", createdAtMs: NOW - 60 * MINUTE }];
    const began = (revisions: RolloutFacts["revisions"], image: string) =>
      observe(released({ revisions, deployment: deployment(template(image)), births })).history.map(
        ({ beganAt }) => beganAt,
      );
    expect(began([undone, between], "2.4.0")).toEqual([at(NOW - 60 * MINUTE), at(NOW - DAY)]);
    expect(began([newest, undone, between], "2.4.2")).toEqual([at(NOW - MINUTE), null, at(NOW - DAY)]);
  });

  test("ten of it are listed", () => {
    const revisions = Array.from({ length: 12 }, (_, index) =>
      revision({ number: 12 - index, createdAtMs: NOW - index * DAY, template: template(`1.0.${12 - index}`) }),
    );
    const { history } = observe(released({ revisions, deployment: deployment(template("1.0.12")) }));
    expect(history.map((one) => one.revision)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
  });
});

test("configuration that nothing tells of is no evidence, and three such are all named", () => {
  const configuration = ["a", "b", "c"].map((name) => ({
    kind: "Secret" as const,
    name,
    changedAtMs: null,
    problem: "not allowed",
  }));
  const { evidence, notes } = judgeRollout(released({ configuration }), NOW);
  expect(evidence.map(({ what }) => what)).toEqual(["revision 14", "image"]);
  expect(notes).toEqual(["a", "b", "c"].map((name) => `when Secret ${name} last changed is unknown: not allowed`));
});
