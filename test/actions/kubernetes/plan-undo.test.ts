import { describe, expect, test } from "vitest";
import { identityOf, movedFields } from "../../../src/actions/kubernetes/identity.ts";
import { undoFields } from "../../../src/actions/kubernetes/object-identity.ts";
import type { Deployment, ReplicaSet } from "../../../src/actions/kubernetes/objects.ts";
import { planUndo } from "../../../src/actions/kubernetes/plan-undo.ts";
import { templateHash } from "../../../src/clients/kubernetes-objects/pod-template.ts";
import { revisionsOf } from "../../../src/clients/kubernetes-objects/revisions.ts";
import { ARGO, ARGO_WARNING, deploymentWrite, refusal } from "./expected.ts";
import { autoscaler, deployment, pod, replicaSet, scene, template } from "./fixtures.ts";
import { stubContext } from "./stub-cluster.ts";

const CAUSE = "kubernetes.io/change-cause";
const CAUSE_PATH = "/metadata/annotations/kubernetes.io~1change-cause";
const [OLD, NEW] = [template("feature-api:2.4.0"), template("feature-api:2.4.1")];
const UNRECORDED =
  "the cluster keeps no record of a revision's health: revision 13 was chosen because it was asked for";
const ONLY = "only the pod template goes back: neither the number of replicas nor ConfigMaps and Secrets do";

interface Undone {
  readonly now?: Deployment;
  readonly old?: ReplicaSet;
  readonly doubts?: readonly string[];
  readonly parts?: Parameters<typeof scene>[0];
}

const revision13 = (annotations = {}) => replicaSet(13, "2026-11-20T10:00:00Z", "feature-api:2.4.0", annotations);

async function undone({ now = deployment(), old = revision13(), doubts = [], parts = {} }: Undone = {}) {
  const revisions = revisionsOf([old, replicaSet(14, "2026-11-22T03:00:00Z", "feature-api:2.4.1")]);
  const [current, target] = revisions;
  if (current === undefined || target === undefined) throw new Error("two revisions are given");
  const written = { "cache-old": "2026-11-19T10:00:00Z", "cache-new": "2026-11-21T10:00:00Z" };
  const { context } = stubContext({
    get: (path) => {
      const [name, time] =
        Object.entries(written).find(([key]) => path.endsWith(`/namespaces/ml/configmaps/${key}`)) ?? [];
      return { metadata: { name, creationTimestamp: time } };
    },
  });
  const order = {
    type: "kubernetes.rollout-undo",
    scene: scene({ deployment: now, ...parts }),
    revisions,
    current,
    target,
  };
  const words = { summary: "roll feature-api back to revision 13", why: "it was asked for", doubts };
  return planUndo({ ...order, ...words }, await context.doors.kubernetes(), context);
}

function annotatedWith(annotations: { readonly [key: string]: string }): Deployment {
  const { metadata, ...rest } = deployment();
  return { ...rest, metadata: { ...metadata, annotations } };
}

describe("the plan of a rollback", () => {
  test("puts the template back, less the controller's label, and says so in every way", async () => {
    const pods = [pod("o1", "rs-13", true), pod("o2", "rs-13", true), pod("n1", "rs-14", false)];
    const plan = await undone({ parts: { pods } });
    expect(plan).toEqual({
      action: "kubernetes.rollout-undo",
      summary: "roll feature-api back to revision 13",
      target: { kind: "Deployment", namespace: "ml", name: "feature-api", uid: "d-1" },
      identity: identityOf("d-1", undoFields(deployment())),
      writes: [deploymentWrite({ op: "replace", path: "/spec/template", value: OLD })],
      instructions: [],
      changes: [{ path: "image", from: "feature-api:2.4.1", to: "feature-api:2.4.0" }],
      impact: {
        lines: ["1 pod replaced, 0 of them ready; at least 2 keep serving", "at most 1 more and 1 fewer at a time"],
        keepServing: 2,
        replicas: 4,
        budgetAllows: null,
      },
      warnings: [UNRECORDED, ONLY],
      equivalent: "kubectl -n ml rollout undo deployment/feature-api --to-revision=13",
      undo: "puts the template of revision 14 back, unless somebody changes it meanwhile",
      before: {
        fields: expect.any(Object),
        replicaSetUid: "rs-14",
        revision: 14,
        template: templateHash(NEW),
        after: templateHash(OLD),
      },
      completionSeconds: 600,
    });
    const moved = undoFields(annotatedWith({ [CAUSE]: "somebody's" }));
    expect(movedFields(plan.before["fields"], "d-1", moved)).toEqual([CAUSE]);
  });

  test.each([
    [
      "goes back with it",
      { [CAUSE]: "release 2.4.1" },
      { [CAUSE]: "release 2.4.0" },
      { op: "add", path: CAUSE_PATH, value: "release 2.4.0" },
    ],
    ["goes where it had none", { [CAUSE]: "release 2.4.1" }, {}, { op: "remove", path: CAUSE_PATH }],
  ] as const)("the change's cause %s", async (_, present, former, operation) => {
    const plan = await undone({ now: annotatedWith(present), old: revision13(former) });
    const replaced = { op: "replace", path: "/spec/template", value: OLD } as const;
    expect(plan.writes).toEqual([deploymentWrite(operation, replaced)]);
  });

  test("warns of all that speaks against it: doubts, configuration of either template, who may interfere", async () => {
    const reads = (name: string) => ({ envFrom: [{ configMapRef: { name } }] });
    const { metadata, ...rest } = deployment({ template: template("feature-api:2.4.1", reads("cache-new")) });
    const old = revision13();
    const plan = await undone({
      now: { ...rest, metadata: { ...metadata, labels: ARGO } },
      old: { ...old, spec: { template: template("feature-api:2.4.0", reads("cache-old")) } },
      doubts: ["revision 14 began after the trouble did"],
      parts: { autoscalers: { readable: false, problem: "list autoscalers: not allowed" } },
    });
    expect(plan.warnings).toEqual([
      "revision 14 began after the trouble did",
      // cache-old was last written before revision 13 began.
      "ConfigMap cache-new changed at 2026-11-21T10:00:00Z; it is not rolled back",
      ARGO_WARNING,
      "whether an autoscaler sets the replicas is unknown: list autoscalers: not allowed",
      UNRECORDED,
      ONLY,
    ]);
  });

  test("asks for the configuration of the older template too", async () => {
    const old = {
      ...revision13(),
      spec: { template: template("a:1", { envFrom: [{ configMapRef: { name: "cache-new" } }] }) },
    };
    const parts = { autoscalers: { readable: true as const, value: [autoscaler(2, 10)] } };
    expect((await undone({ old, parts })).warnings).toEqual([
      "ConfigMap cache-new changed at 2026-11-21T10:00:00Z; it is not rolled back",
      "autoscaler feature-api (2 to 10 replicas) sets the number of pods, and may change it meanwhile",
      UNRECORDED,
      ONLY,
    ]);
  });

  test("waits as long as the Deployment's own progress deadline", async () => {
    const plan = await undone({ now: deployment({ progressDeadlineSeconds: 120 }) });
    expect(plan.completionSeconds).toBe(120);
  });

  test("to the template that it has already is refused", async () => {
    const words = "deployment/feature-api has the template of revision 13 already";
    await expect(undone({ now: deployment({ template: OLD }) })).rejects.toEqual(refusal(words));
  });
});
