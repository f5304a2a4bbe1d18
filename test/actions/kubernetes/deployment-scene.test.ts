import { describe, expect, test } from "vitest";
import { currentRevision } from "../../../src/actions/kubernetes/current-revision.ts";
import { readDeploymentScene } from "../../../src/actions/kubernetes/deployment-scene.ts";
import { revisionsOf } from "../../../src/clients/kubernetes-objects/revisions.ts";
import { autoscaler, deployment, pod, replicaSet, template } from "./fixtures.ts";
import { refused, stubContext } from "./stub-cluster.ts";

const own = replicaSet(14, "2026-11-22T03:05:10Z", "feature-api:2.4.1");
const strange = {
  ...replicaSet(99, "2026-11-22T03:06:00Z"),
  metadata: { ...replicaSet(99, "x").metadata, ownerReferences: [] },
};
const former = replicaSet(13, "2026-11-21T10:00:00Z");
const scaling = (kind: string, name: string) => ({
  ...autoscaler(1, 3),
  spec: { ...autoscaler(1, 3).spec, scaleTargetRef: { kind, name } },
});
const bare = pod("of-nobody", "x", true);

function scene(lists: { readonly [plural: string]: () => readonly unknown[] } = {}, asked: unknown[] = []) {
  const all: { readonly [plural: string]: () => readonly unknown[] } = {
    replicasets: () => [own, former, strange],
    pods: () => [
      pod("a", "rs-14", true),
      pod("still-old", "rs-13", true),
      pod("of-a-job", "job-1", true),
      { ...bare, metadata: { name: "of-nobody", uid: "of-nobody", labels: { app: "feature-api" } } },
      {
        ...pod("ending", "rs-14", true),
        metadata: { ...pod("ending", "rs-14", true).metadata, deletionTimestamp: "2026-11-22T03:00:00Z" },
      },
      { ...pod("evicted", "rs-14", false), status: { phase: "Failed" } },
    ],
    horizontalpodautoscalers: () => [
      autoscaler(2, 10),
      scaling("Deployment", "kv"),
      scaling("StatefulSet", "feature-api"),
    ],
    poddisruptionbudgets: () => [],
    ...lists,
  };
  const { context } = stubContext({
    get: () => deployment(),
    list: (path, query) => {
      const kind = path.split("/").at(-1) ?? "";
      asked.push([kind, query]);
      return all[kind]?.() ?? [];
    },
  });
  return context.doors.kubernetes().then((client) => readDeploymentScene(client, "ml", "feature-api", context));
}

describe("a Deployment and what it touches", () => {
  test("leaves out what only carries the same labels, and pods that are at their end", async () => {
    const { replicaSets, pods, autoscalers } = await scene();
    expect(replicaSets.map((set) => set.metadata.uid)).toEqual(["rs-14", "rs-13"]);
    expect(pods.map((each) => each.metadata.name)).toEqual(["a", "still-old"]);
    expect(autoscalers).toEqual({ readable: true, value: [autoscaler(2, 10)] });
  });

  test("is asked for by the selector, but what may touch it by other ways for the whole namespace", async () => {
    const asked: unknown[] = [];
    await scene({}, asked);
    const labelSelector = "app=feature-api";
    expect(new Map(asked as [string, unknown][])).toEqual(
      new Map<string, unknown>([
        ["horizontalpodautoscalers", {}],
        ["poddisruptionbudgets", {}],
        ["replicasets", { labelSelector }],
        ["pods", { labelSelector }],
      ]),
    );
  });

  test("is planned on though autoscalers and budgets cannot be read, and says so", async () => {
    const forbidden = () => {
      throw refused(403, "not allowed");
    };
    const seen = await scene({ horizontalpodautoscalers: forbidden, poddisruptionbudgets: forbidden });
    expect([seen.autoscalers.readable, seen.budgets.readable]).toEqual([false, false]);
  });

  test("is not planned on when its pods cannot be read", async () => {
    const forbidden = () => {
      throw refused(403, "not allowed");
    };
    await expect(scene({ pods: forbidden })).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("the current revision", () => {
  const revisions = revisionsOf([own, replicaSet(13, "2026-11-21T10:00:00Z")]);

  test("is the one with the Deployment's template", () => {
    expect(currentRevision(deployment(), revisions).number).toBe(14);
  });

  test("is unknown until the controller has recorded it: the highest number is then the one before", () => {
    const edited = deployment({ template: template("feature-api:2.5.0") });
    expect(() => currentRevision(edited, revisions)).toThrow(
      expect.objectContaining({
        name: "PlanRefusal",
        kind: "not-now",
        message: expect.stringContaining("deployment/feature-api has"),
      }),
    );
  });
});
