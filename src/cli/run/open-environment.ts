import { ClientError } from "../../clients/client-error.ts";
import type { KubectlAim } from "../../core/text/aim-kubectl.ts";
import type { Runbook } from "../../core/runbook/runbook.ts";
import { warn } from "../output/warn.ts";
import type { Connection } from "./connection.ts";
import { logIn } from "./log-in.ts";
import type { ClusterUse } from "./needs-kubernetes.ts";
import { type ReachedEnvironment, reachEnvironment } from "./reach-environment.ts";
import { passesThroughCluster } from "./through-cluster.ts";

/** Stands in a place where a kubeconfig's context would. */
export const IN_CLUSTER = "in-cluster";

export interface OpenEnvironment extends Omit<ReachedEnvironment, "namesCluster"> {
  /** For the head line, e.g. "staging-eks/ml"; empty without a cluster. */
  readonly place: string;
  /** What tells one cluster from another. */
  readonly cluster: string;
  readonly namespace: string | null;
  /** How kubectl reaches the cluster; null without one. Of a sandbox see `kubectlAim`. */
  readonly kubectl: KubectlAim | null;
}

/** Reaches and enters an environment at once. */
export async function openEnvironment(
  connection: Connection,
  runFolder: string | null,
  visit: Visit,
): Promise<OpenEnvironment> {
  return enterEnvironment(await reachEnvironment(connection, runFolder), visit);
}

/** What an environment is entered for. */
export interface Visit {
  readonly runbooks: readonly Runbook[];
  readonly use: ClusterUse;
  /** Whether somebody who is asked to log in may take the time: not where a word is to be said at once. */
  readonly logsIn: boolean;
}

/**
 * Opens the kubeconfig where the run uses one: its mistakes should be said before anything runs; and logs in there where that is somebody's to do. Where the
 * runbooks need the cluster, what was reached is closed when that fails; for leases alone nobody is kept from a run.
 */
export async function enterEnvironment(reached: ReachedEnvironment, visit: Visit): Promise<OpenEnvironment> {
  const { use, runbooks, logsIn } = visit;
  const isUsed = use === "needed" || (use === "for-leases" && reached.namesCluster);
  try {
    const place = isUsed ? await placeIn(reached) : NOWHERE;
    if (logsIn && passesThroughCluster(runbooks, reached.environment)) await logIn(reached.doors);
    return { ...reached, ...place };
  } catch (error) {
    if (use === "for-leases" && error instanceof ClientError) {
      warn(
        `others are not told of what this run changes, nor can it be fenced once it is handed over: ${error.message}`,
      );
      return { ...reached, ...NOWHERE };
    }
    await reached.close();
    throw error;
  }
}

/** Where a run is, as far as the cluster tells. */
type Place = Pick<OpenEnvironment, "place" | "cluster" | "namespace" | "kubectl">;

const NOWHERE: Place = { place: "", cluster: "none", namespace: null, kubectl: null };

async function placeIn({ doors, sandbox }: ReachedEnvironment): Promise<Place> {
  const { context, kubeconfig, namespace, server } = await doors.kubernetes();
  const kubectl = { context, kubeconfig, namespace };
  if (sandbox) return { place: namespace, cluster: "sandbox", namespace, kubectl };
  return { place: `${context ?? IN_CLUSTER}/${namespace}`, cluster: server, namespace, kubectl };
}

/** A run that began with no cluster goes on with none: those who took it over would look for its leases nowhere. */
export function clusterUseOf({ cluster }: { readonly cluster: string }): ClusterUse {
  return cluster === "none" ? "none" : "needed";
}
