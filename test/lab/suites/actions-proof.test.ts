import { readFile } from "node:fs/promises";
import { afterEach, expect, test } from "vitest";
import { templateHash } from "../../../src/clients/kubernetes-objects/pod-template.ts";
import {
  actionOf,
  applied,
  completed,
  contextOf,
  orderOf,
  planOf,
  readDeployment,
} from "../../contract/actions-bench.ts";
import type { ActionsCluster } from "../../contract/actions-cluster.ts";
import { doorsOf } from "../../contract/doors-of.ts";
import { plainKubernetesClient } from "../../contract/plain-kubernetes-client.ts";
import { describeLab, sharedCluster } from "../cluster-from-injected.ts";
import { mutatingVerbs } from "../cluster/audit-events.ts";
import type { LabUser } from "../cluster/pki.ts";
import { loseNextAnswer } from "../lose-answer.ts";
import { badRollout, imageUnavailable } from "../platform/faults.ts";
import { startPlatform, type Platform, type PlatformOptions } from "../platform/platform.ts";
import { waitUntil } from "../process/wait-until.ts";
import { startToxiproxy, type Proxy } from "../toxiproxy.ts";

const UNDO = "kubernetes.rollout-undo";
const RESTART = "kubernetes.rollout-restart";
const api = { deployment: "feature-api" };
const tools: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(tools.splice(0).map((tool) => tool.close()));
});

async function platformOf(options: PlatformOptions = {}): Promise<Platform> {
  const platform = await startPlatform(sharedCluster(), options);
  tools.push(platform);
  return platform;
}

async function seenBy(platform: Platform, user: LabUser | "admin", server?: string): Promise<ActionsCluster> {
  const { cluster, namespace } = platform;
  const kubeconfig = async (as: LabUser | "admin", way: { readonly server?: string }) =>
    readFile(await cluster.kubeconfigFor(as, namespace, way), "utf8");
  const doors = doorsOf(await kubeconfig(user, server === undefined ? {} : { server }), { timeoutMs: 10_000 });
  tools.push(doors);
  return {
    doors,
    somebody: plainKubernetesClient(await kubeconfig("admin", {})),
    now: () => Date.now(),
    until: async (what, ask) => {
      await waitUntil(what, ask, { timeoutMs: 60_000, everyMs: 100 });
    },
    close: async () => {},
  };
}

/** A bad release, and the rollback that this user planned. */
async function plannedUndo(user: LabUser = "operator") {
  const platform = await platformOf();
  await badRollout(platform);
  const cluster = await seenBy(platform, user);
  return { platform, cluster, plan: await planOf(cluster, UNDO, api) };
}

/** As the operator sees it over a way that can be cut. */
async function seenThroughProxy(
  platform: Platform,
): Promise<{ readonly proxy: Proxy; readonly cluster: ActionsCluster }> {
  const toxiproxy = await startToxiproxy();
  tools.push(toxiproxy);
  const proxy = await toxiproxy.proxy(platform.cluster.serverPort);
  return { proxy, cluster: await seenBy(platform, "operator", `https://127.0.0.1:${proxy.port}`) };
}

function kubectl({ cluster, namespace }: Platform, ...args: readonly string[]) {
  return cluster.kubectl(["-n", namespace, ...args]);
}

async function changesOf({ cluster, namespace }: Platform, user: string) {
  const events = await cluster.auditEvents({ user, namespace, verbs: mutatingVerbs });
  return events.filter((event) => !event.dryRun && event.status < 400);
}

/** Fields that a client with a narrower idea of a pod would drop or rewrite on a round trip. */
const richTemplate = {
  spec: {
    template: {
      metadata: { annotations: { "example.com/owner": "ml-platform" } },
      spec: {
        terminationGracePeriodSeconds: 7,
        tolerations: [{ key: "example.com/gpu", operator: "Exists", effect: "NoSchedule", tolerationSeconds: null }],
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            topologyKey: "kubernetes.io/hostname",
            whenUnsatisfiable: "ScheduleAnyway",
            labelSelector: { matchLabels: { app: "feature-api" } },
            matchLabelKeys: ["pod-template-hash"],
          },
        ],
        volumes: [{ name: "scratch", emptyDir: { sizeLimit: "64Mi" } }],
        hostAliases: [{ ip: "127.0.0.1", hostnames: ["kv.local"] }],
        readinessGates: [],
      },
    },
  },
};

describeLab("actions proved on a real API server", () => {
  test("a rollback leaves the same template as kubectl's own, on a deployment like it", async () => {
    const [ours, theirs] = await Promise.all([platformOf(), platformOf()]);
    for (const platform of [ours, theirs]) {
      await kubectl(platform, "patch", "deployment/feature-api", "-p", JSON.stringify(richTemplate));
      await kubectl(platform, "annotate", "deployment/feature-api", "kubernetes.io/change-cause=tuned by hand");
      await kubectl(platform, "rollout", "status", "deployment/feature-api", "--timeout=30s");
      await badRollout(platform);
      await kubectl(platform, "annotate", "--overwrite", "deployment/feature-api", "kubernetes.io/change-cause=2.4.1");
    }
    const cluster = await seenBy(ours, "operator");
    const plan = await planOf(cluster, UNDO, api);
    const receipt = await applied(cluster, plan);
    await kubectl(theirs, "rollout", "undo", "deployment/feature-api");

    const [mine, reference] = [await readDeployment(cluster), await readDeployment(await seenBy(theirs, "admin"))];
    expect(mine.spec.template).toEqual(reference.spec.template);
    const cause = "kubernetes.io/change-cause";
    expect(mine.metadata.annotations?.[cause]).toBe(reference.metadata.annotations?.[cause]);
    expect(plan.equivalent).toContain(`-n ${ours.namespace} rollout undo deployment/feature-api`);
    await completed(cluster, plan, [receipt]);
    await kubectl(ours, "rollout", "status", "deployment/feature-api", "--watch=false");
  });

  test("the audit log holds exactly the planned write, once", async () => {
    const { platform, cluster, plan } = await plannedUndo();
    await actionOf(UNDO).rehearse(plan, contextOf(cluster));
    expect(await changesOf(platform, "operator")).toEqual([]);
    const order = await orderOf(cluster, plan);
    await actionOf(UNDO).apply(order, contextOf(cluster));
    const changes = await changesOf(platform, "operator");
    expect(changes.map(({ verb, resource, name }) => [verb, resource, name])).toEqual([
      ["patch", "deployments", "feature-api"],
    ]);
    const approved = JSON.stringify(order.write.body);
    const filled = approved.replace("${resourceVersion}", order.resourceVersion ?? "").replace("${mark}", order.mark);
    expect(changes[0]?.requestBody).toEqual(JSON.parse(filled));
  });

  test("a view-only user can plan, is told by the rehearsal, and is rejected", async () => {
    const { platform, cluster, plan } = await plannedUndo("viewer");
    await expect(actionOf(UNDO).rehearse(plan, contextOf(cluster))).rejects.toMatchObject({ code: "forbidden" });
    const receipt = await actionOf(UNDO).apply(await orderOf(cluster, plan), contextOf(cluster));
    expect(receipt.outcome).toBe("rejected");
    expect(await changesOf(platform, "viewer")).toEqual([]);
  });

  test("an answer that was lost: the write is found by its mark, and was made once", async () => {
    const platform = await platformOf();
    await badRollout(platform);
    const { proxy, cluster } = await seenThroughProxy(platform);
    const plan = await planOf(cluster, UNDO, api);
    const order = await orderOf(cluster, plan);
    const { namespace } = platform;
    const { served } = await loseNextAnswer(platform.cluster, proxy, { user: "operator", namespace, verbs: ["patch"] });
    expect((await actionOf(UNDO).apply(order, contextOf(cluster))).outcome).toBe("lost");
    expect((await served).status).toBe(200);
    expect((await actionOf(UNDO).reconcile(order, contextOf(cluster))).found).toBe("applied");
    // As the core keeps a write of which only this is known.
    const progress = await completed(cluster, plan, [{ resourceVersion: null, atMs: Date.now(), reconciled: true }]);
    expect(progress.complete).toBe(true);
    expect(await changesOf(platform, "operator")).toHaveLength(1);
  });

  test("a connection that is refused: nothing was sent, and the object says so", async () => {
    const platform = await platformOf();
    const { proxy, cluster } = await seenThroughProxy(platform);
    const plan = await planOf(cluster, RESTART, api);
    const order = await orderOf(cluster, plan);
    await proxy.disable();
    expect(await actionOf(RESTART).apply(order, contextOf(cluster))).toMatchObject({ outcome: "not-sent" });
    await proxy.enable();
    expect((await actionOf(RESTART).reconcile(order, contextOf(cluster))).found).toBe("not-applied");
    expect(await changesOf(platform, "operator")).toEqual([]);
  });

  test("a request that hangs is lost: the object says whether it was made", async () => {
    const platform = await platformOf();
    const { proxy, cluster } = await seenThroughProxy(platform);
    const plan = await planOf(cluster, RESTART, api);
    const order = await orderOf(cluster, plan);
    // Nothing gets through any more in either direction, and nothing is closed: a half-dead connection.
    const release = await proxy.add({ type: "timeout", timeout: 0 }, "upstream");
    const receipt = await actionOf(RESTART).apply(order, contextOf(cluster, AbortSignal.timeout(1500)));
    expect(receipt.outcome).toBe("lost");
    await release();
    await cluster.until("the server to be reachable again", async () => {
      await actionOf(RESTART).reconcile(order, contextOf(cluster));
      return true;
    });
    expect((await actionOf(RESTART).reconcile(order, contextOf(cluster))).found).toBe("not-applied");
    expect(await changesOf(platform, "operator")).toEqual([]);
  });

  test("a progress deadline that passed before the rollback is not taken for its failure", async () => {
    const platform = await platformOf({ progressDeadlineSeconds: 2 });
    await badRollout(platform, { progressDeadlineSeconds: 2 });
    const cluster = await seenBy(platform, "operator");
    await cluster.until("the bad release to miss its deadline", async () => {
      const { status } = await readDeployment(cluster);
      return status?.conditions?.some((condition) => condition.reason === "ProgressDeadlineExceeded") === true;
    });
    const plan = await planOf(cluster, UNDO, api);
    expect(plan.completionSeconds).toBe(2);
    // `completed` throws when any of the answers on the way is a failure.
    await completed(cluster, plan, [await applied(cluster, plan)]);
  });

  test("a change that misses its own deadline has failed", async () => {
    const platform = await platformOf({ progressDeadlineSeconds: 2 });
    await imageUnavailable(platform);
    await kubectl(platform, "patch", "deployment/feature-api", "-p", '{"spec":{"progressDeadlineSeconds":2}}');
    const cluster = await seenBy(platform, "operator");
    const plan = await planOf(cluster, RESTART, api);
    const receipt = await applied(cluster, plan);
    const failed = async () => (await actionOf(RESTART).progress(plan, [receipt], contextOf(cluster))).failed;
    await cluster.until("the restart to fail", async () => (await failed()) !== null);
    expect(await failed()).toContain("progress deadline");
  });

  test("somebody's template after ours is not taken for the completion of ours", async () => {
    const { platform, cluster, plan } = await plannedUndo();
    const receipt = await applied(cluster, plan);
    await kubectl(platform, "set", "image", "deployment/feature-api", "api=registry.invalid/feature-api:2.5.0");
    const { failed } = await actionOf(UNDO).progress(plan, [receipt], contextOf(cluster));
    expect(failed).toContain("changed by somebody else");
  });

  test("kubectl's undo after ours does not look like ours again", async () => {
    const { platform, cluster, plan } = await plannedUndo();
    const order = await orderOf(cluster, plan);
    await completed(cluster, plan, [await applied(cluster, plan)]);
    await kubectl(platform, "rollout", "undo", "deployment/feature-api");
    // Ours was made under another mark; this order was not sent.
    const unsent = { ...order, mark: "run-2/proposal/1" };
    expect((await actionOf(UNDO).reconcile(unsent, contextOf(cluster))).found).toBe("unknown");
    expect(templateHash((await readDeployment(cluster)).spec.template)).toBe(plan.before["template"]);
  });

  test("tells of a ConfigMap that changed since, and of a GitOps tool that wrote the object", async () => {
    const platform = await platformOf();
    await badRollout(platform);
    await kubectl(platform, "patch", "configmap/feature-api", "-p", '{"data":{"CACHE_TTL":"1s"}}');
    const cluster = await seenBy(platform, "operator");
    const before = await planOf(cluster, UNDO, api);
    expect(before.warnings.join("\n")).toMatch(/ConfigMap feature-api changed at \S+Z; it is not rolled back/);
    expect(before.warnings.join("\n")).not.toContain("Argo CD");
    const annotate = ["annotate", "deployment/feature-api", "example.com/synced=1"];
    await kubectl(platform, ...annotate, "--field-manager=argocd-controller");
    expect((await planOf(cluster, UNDO, api)).warnings.join("\n")).toContain("Argo CD");
  });
});
