import { describe, expect, test } from "vitest";
import type { Deployment } from "../../../src/clients/kubernetes-objects/api-objects.ts";
import { gatherDeploymentPods, gatherLabelledPods } from "../../../src/probes/pods/pods-facts.ts";
import { ownedPod, replicaSet, serving } from "./serving.ts";

const { signal } = new AbortController();
const BORN = "2026-11-22T02:00:00Z";
const LATER = "2026-11-22T02:05:00Z";
const LATEST = "2026-11-22T02:09:00Z";

type Strategy = Deployment["spec"]["strategy"];

function deployment(
  fields: { replicas?: number; status?: Deployment["status"]; strategy?: Strategy } = {},
): Deployment {
  const { replicas, status, strategy } = fields;
  return {
    metadata: { name: "feature-api", uid: "d", creationTimestamp: BORN },
    spec: {
      selector: { matchLabels: { app: "feature-api" } },
      template: {},
      ...(replicas === undefined ? {} : { replicas }),
      ...(strategy === undefined ? {} : { strategy }),
    },
    ...(status === undefined ? {} : { status }),
  };
}

const gather = (served: Parameters<typeof serving>[0]) =>
  gatherDeploymentPods(serving({ deployment: deployment(), ...served }).kubernetes, "feature-api", signal);

describe("a Deployment's pods", () => {
  test("each has the revision of the ReplicaSet that owns it, if that one has a number", async () => {
    const { pods } = await gather({
      replicaSets: [replicaSet("old", 13), replicaSet("new", 14), replicaSet("unnumbered", null)],
      pods: [
        ownedPod("a", ["new"]),
        ownedPod("b", ["old"]),
        ownedPod("c", ["unnumbered"]),
        ownedPod("d", ["somebody", "new"]),
        ownedPod("e", ["somebody"]),
      ],
    });
    expect(pods.map(({ name, revision }) => [name, revision])).toEqual([
      ["a", 14],
      ["b", 13],
      ["c", null],
      ["d", 14],
    ]);
  });

  test("the revisions, newest first, with their hashes where they have one", async () => {
    const bare = Object.fromEntries(
      Object.entries(replicaSet("bare", 12).metadata).filter(([key]) => key !== "labels"),
    );
    const { revisions } = await gather({
      replicaSets: [replicaSet("x", 12, { labels: {} }), replicaSet("old", 13), replicaSet("new", 14)],
    });
    expect(revisions).toEqual([
      { revision: 14, hash: "hash-new" },
      { revision: 13, hash: "hash-old" },
      { revision: 12, hash: null },
    ]);
    const unlabelled = { ...replicaSet("bare", 12), metadata: bare } as ReturnType<typeof replicaSet>;
    expect((await gather({ replicaSets: [unlabelled] })).revisions).toEqual([{ revision: 12, hash: null }]);
  });

  test("as many are desired as it says, one where it says nothing", async () => {
    const desired = async (replicas?: number) =>
      (await gather({ deployment: deployment(replicas === undefined ? {} : { replicas }) })).desired;
    expect([await desired(3), await desired(0), await desired()]).toEqual([3, 0, 1]);
  });

  test.each<[string, Deployment["status"], string]>([
    ["no status", undefined, BORN],
    ["no conditions", {}, BORN],
    ["its last update", { conditions: [at("Progressing", LATER, BORN), at("Available", LATEST, BORN)] }, LATEST],
    ["its last transition", { conditions: [at("Progressing", BORN, LATEST), at("Available", LATER, BORN)] }, LATEST],
  ])("when it last moved: by %s", async (_, status, time) => {
    const given = deployment(status === undefined ? {} : { status });
    expect((await gather({ deployment: given })).movedAtMs).toBe(Date.parse(time));
  });

  test.each<[string, Deployment["status"], boolean | null]>([
    ["has its minimum", { conditions: [at("Progressing", BORN, BORN, "False"), at("Available", BORN, BORN)] }, true],
    ["lacks it", { conditions: [at("Progressing", BORN, BORN), at("Available", BORN, BORN, "False")] }, false],
    ["does not say", { conditions: [at("Progressing", BORN, BORN)] }, null],
    ["has no conditions", {}, null],
    ["has no status", undefined, null],
  ])("whether enough serve by its own measure: it %s", async (_, status, available) => {
    const given = deployment(status === undefined ? {} : { status });
    expect((await gather({ deployment: given })).available).toBe(available);
  });

  // The controller's minimum is what is wanted less maxUnavailable: where that is none, it says Available whatever is ready.
  const rolling = (maxUnavailable: string | number, maxSurge: string | number = 1): Strategy => ({
    type: "RollingUpdate",
    rollingUpdate: { maxUnavailable, maxSurge },
  });
  test.each<[string, number, Strategy, boolean | null]>([
    ["all may be missing", 10, rolling("100%"), null],
    ["all may be missing, in pods", 3, rolling(3), null],
    ["more than all", 3, rolling(5), null],
    ["the only one, as there is no room for another", 1, rolling("25%", 0), null],
    ["all but one", 10, rolling(9), true],
    ["a quarter of one is none", 1, rolling("25%"), true],
    ["all stop first, and the minimum is all", 3, { type: "Recreate" }, true],
  ])("where its minimum is none, its word is none: %s", async (_, replicas, strategy, available) => {
    const given = deployment({ replicas, strategy, status: { conditions: [at("Available", BORN, BORN)] } });
    expect((await gather({ deployment: given })).available).toBe(available);
  });
});

test("pods by their labels: all but a Job's, and nothing is known of what is desired", async () => {
  const job = { kind: "Job", name: "backfill", uid: "j" };
  const set = { kind: "StatefulSet", name: "kv", uid: "s" };
  const { kubernetes, asked } = serving({
    pods: [
      { metadata: { name: "kv-0", uid: "1", ownerReferences: [set] } },
      { metadata: { name: "backfill-x", uid: "2", ownerReferences: [job] } },
      { metadata: { name: "both", uid: "3", ownerReferences: [set, job] } },
      { metadata: { name: "by-hand", uid: "4" } },
      { metadata: { name: "orphan", uid: "5", ownerReferences: [] } },
    ],
  });
  const { pods, ...rest } = await gatherLabelledPods(kubernetes, "app=kv", signal);
  expect(pods.map(({ name, revision }) => [name, revision])).toEqual([
    ["kv-0", null],
    ["by-hand", null],
    ["orphan", null],
  ]);
  expect(rest).toEqual({ desired: null, revisions: [], movedAtMs: null, available: null });
  expect(asked).toEqual(["/api/v1/namespaces/ml/pods?app=kv"]);
});

function at(type: string, lastUpdateTime: string, lastTransitionTime: string, status = "True") {
  return { type, status, lastUpdateTime, lastTransitionTime };
}
