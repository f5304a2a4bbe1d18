import { describe, expect, test } from "vitest";
import { undoFields } from "../../../src/actions/kubernetes/object-identity.ts";
import type { Deployment } from "../../../src/actions/kubernetes/objects.ts";
import { planUndo } from "../../../src/actions/kubernetes/plan-undo.ts";
import { prepareWrite } from "../../../src/actions/kubernetes/prepare-write.ts";
import { revisionsOf } from "../../../src/clients/kubernetes-objects/revisions.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import { deployment, replicaSet, scene, template } from "./fixtures.ts";
import { refused, stubContext } from "./stub-cluster.ts";

async function undoPlan(): Promise<Plan> {
  const replicaSets = [
    replicaSet(13, "2026-11-21T10:00:00Z"),
    replicaSet(14, "2026-11-22T03:05:10Z", "feature-api:2.4.1"),
  ];
  const revisions = revisionsOf(replicaSets);
  const [current, target] = revisions;
  if (current === undefined || target === undefined) throw new Error("two revisions were given");
  const { context } = stubContext({});
  const kubernetes = await context.doors.kubernetes();
  const order = { type: "kubernetes.rollout-undo", scene: scene({ replicaSets }), revisions, current, target };
  return planUndo({ ...order, summary: "roll back", why: "the test says so", doubts: [] }, kubernetes, context);
}

async function preparedOver(now: Deployment) {
  const plan = await undoPlan();
  const [write] = plan.writes;
  if (write === undefined) throw new Error("an undo is one write");
  const { context } = stubContext({ get: () => now });
  return prepareWrite(plan, write, context, { fieldsOf: undoFields });
}

const meta = deployment().metadata;

describe("the object, read last thing", () => {
  test.each([
    ["nothing but the version moved", deployment({}, { metadata: { ...meta, resourceVersion: "777" } })],
    [
      "an autoscaler moved the replicas",
      deployment({ replicas: 9 }, { metadata: { ...meta, resourceVersion: "777", generation: 4 } }),
    ],
    [
      "a note was added",
      deployment({}, { metadata: { ...meta, resourceVersion: "777", annotations: { ...meta.annotations, a: "b" } } }),
    ],
    [
      "the status moved",
      deployment({}, { metadata: { ...meta, resourceVersion: "777" }, status: { readyReplicas: 1 } }),
    ],
  ])("is still the approved one: %s", async (_, now) => {
    expect(await preparedOver(now)).toMatchObject({ ready: true, resourceVersion: "777" });
  });

  test("without its version nothing could guard the write: it is not sent", async () => {
    const { resourceVersion: _, ...rest } = meta;
    const prepared = await preparedOver({ ...deployment(), metadata: rest } as Deployment);
    expect(prepared).toMatchObject({
      ready: false,
      reason: expect.stringContaining("no metadata.resourceVersion") as string,
    });
  });

  test.each([
    ["the template", deployment({ template: template("feature-api:2.4.2") }), "spec.template"],
    ["paused", deployment({ paused: true }), "spec.paused"],
    ["the strategy", deployment({ strategy: { type: "Recreate" } }), "spec.strategy"],
    [
      "the cause of the revision",
      deployment({}, { metadata: { ...meta, annotations: { "kubernetes.io/change-cause": "x" } } }),
      "change-cause",
    ],
    [
      "all annotations",
      deployment({}, { metadata: { name: meta.name, uid: meta.uid, resourceVersion: "1" } }),
      "metadata.annotations",
    ],
    ["made anew", deployment({}, { metadata: { ...meta, uid: "d-2" } }), "made anew"],
    [
      "being deleted",
      deployment({}, { metadata: { ...meta, deletionTimestamp: "2026-11-22T03:00:00Z" } }),
      "being deleted",
    ],
  ])("is another one: %s", async (_, now, word) => {
    expect(await preparedOver(now)).toEqual({ ready: false, reason: expect.stringContaining(word) });
  });

  test("that cannot be read is not ready", async () => {
    const plan = await undoPlan();
    const [write] = plan.writes;
    if (write === undefined) throw new Error("an undo is one write");
    const { context } = stubContext({
      get: () => {
        throw refused(404, "no such deployment");
      },
    });
    expect(await prepareWrite(plan, write, context, { fieldsOf: undoFields })).toEqual({
      ready: false,
      reason: expect.stringContaining("no such deployment"),
    });
  });
});
