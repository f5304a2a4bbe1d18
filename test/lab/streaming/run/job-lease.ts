import type { Cluster } from "../../cluster/cluster.ts";

/** A Lease as kubectl shows it. */
export interface ShownLease {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly holderIdentity?: string;
    readonly leaseDurationSeconds: number;
    readonly leaseTransitions: number;
    readonly renewTime: string;
  };
}

/** What a lease remembers of a change. */
export interface Remembered {
  readonly run: string;
  readonly proposal: string;
  readonly action: string;
  readonly ended: string;
}

/** Every Lease in the namespace. */
export async function leasesIn(cluster: Cluster, namespace: string): Promise<readonly ShownLease[]> {
  const get = ["get", "leases", "-n", namespace];
  return (await cluster.kubectlJson<{ readonly items: readonly ShownLease[] }>(get)).items;
}

/** The one that says to be about the Flink job of this name; undefined where there is none. */
export async function jobLease(cluster: Cluster, namespace: string, job: string): Promise<ShownLease | undefined> {
  const leases = await leasesIn(cluster, namespace);
  return leases.find(({ metadata }) => metadata.annotations["bigops.dev/target"] === `FlinkJob /${job}`);
}

export function remembered({ metadata }: ShownLease): readonly Remembered[] {
  return JSON.parse(metadata.annotations["bigops.dev/history"] ?? "[]") as readonly Remembered[];
}

export type Holder = { readonly user: string; readonly host: string; readonly run: string };

/** Writes another holder into a Lease, with the next epoch, as their bigops does once its holder's time is over. */
export async function takeOver(cluster: Cluster, { metadata, spec }: ShownLease, by: Holder): Promise<void> {
  const now = new Date().toISOString().replace("Z", "000Z");
  const holder = { ...by, runbook: "streaming-lag" };
  const patch = {
    metadata: { annotations: { "bigops.dev/holder": JSON.stringify(holder) } },
    spec: {
      holderIdentity: `${by.user}@${by.host}/${by.run}`,
      acquireTime: now,
      renewTime: now,
      leaseTransitions: spec.leaseTransitions + 1,
    },
  };
  const { namespace, name } = metadata;
  await cluster.kubectl(["patch", "lease", name, "-n", namespace, "--type=merge", "-p", JSON.stringify(patch)]);
}
