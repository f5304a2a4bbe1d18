import type { Platform } from "../platform/platform.ts";

type Pod = {
  readonly metadata: {
    readonly labels: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
  };
  readonly status: { readonly phase: string; readonly conditions?: readonly { type: string; status: string }[] };
};
type ReplicaSet = {
  readonly metadata: { readonly name: string; readonly annotations: Readonly<Record<string, string>> };
};

/** What kubectl says of feature-api: `get -o json`, `rollout history` and `rollout status`, in the document's words. */
export async function kubectlStory({ cluster, namespace }: Platform) {
  const about = ["-n", namespace, "deployment/feature-api"];
  const [deployment, replicaSets, pods, history, status] = await Promise.all([
    cluster.kubectlJson<{ spec: { replicas: number; paused?: boolean } }>(["get", ...about]),
    cluster.kubectlJson<{ items: ReplicaSet[] }>(["get", "replicasets", "-n", namespace, "-l", "app=feature-api"]),
    cluster.kubectlJson<{ items: Pod[] }>(["get", "pods", "-n", namespace, "-l", "app=feature-api"]),
    cluster.kubectl(["rollout", "history", ...about]),
    cluster.kubectl(["rollout", "status", ...about, "--watch=false"], { reject: false }),
  ]);
  const revisionOf = new Map(
    replicaSets.items.map(({ metadata }) => [
      metadata.name,
      Number(metadata.annotations["deployment.kubernetes.io/revision"]),
    ]),
  );
  // A Job's pod carries the same label; what ended, or was told to go, no longer counts for its controller.
  const own = pods.items.flatMap(({ metadata, status: { phase, conditions = [] } }) => {
    const revision = revisionOf.get(metadata.ownerReferences?.[0]?.name ?? "");
    const active = metadata.deletionTimestamp === undefined && phase !== "Failed" && phase !== "Succeeded";
    const ready = conditions.some(({ type, status: is }) => type === "Ready" && is === "True");
    return revision === undefined || !active ? [] : [{ revision, ready }];
  });
  const revisions = [...new Set(own.map(({ revision }) => revision))];
  const listed = history.stdout.split("\n").flatMap((line) => /^(\d+)\s/.exec(line)?.[1] ?? []);
  const numbers = listed.map(Number).toSorted((a, b) => a - b);
  return {
    desired: deployment.spec.replicas,
    total: own.length,
    ready: own.filter(({ ready }) => ready).length,
    byRevision: Object.fromEntries(
      revisions.map((revision) => {
        const of = own.filter((pod) => pod.revision === revision);
        return [revision, `${of.filter(({ ready }) => ready).length}/${of.length}`];
      }),
    ),
    revision: numbers.at(-1),
    history: numbers,
    // `rollout status` takes no notice of a pause; the object does.
    status: deployment.spec.paused === true ? "paused" : statusWord(status),
  };
}

/** kubectl's sentences of `rollout status` as the document's words. */
function statusWord({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }): string {
  const said = `${stdout}\n${stderr}`;
  if (said.includes("successfully rolled out")) return "complete";
  if (said.includes("exceeded its progress deadline")) return "stuck";
  if (said.includes("Waiting for deployment")) return "progressing";
  return said;
}
