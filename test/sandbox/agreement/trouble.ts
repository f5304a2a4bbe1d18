import type { RequestOptions } from "node:https";
import { ask } from "./ask.ts";

/** The states that a pod and a Deployment may be in, in the cluster's own words: by these bigops judges them. */
export interface Trouble {
  readonly deployment: readonly string[];
  readonly pods: readonly string[];
}

/** Faults that both platforms can have. */
export const TROUBLES = [
  "bad-rollout",
  "image-unavailable",
  "out-of-memory",
  "unschedulable",
  "scaled-to-zero",
] as const;

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
}

interface ContainerState {
  readonly waiting?: { readonly reason: string };
  readonly running?: object;
  readonly terminated?: { readonly reason: string; readonly exitCode: number };
}

interface Pod {
  readonly metadata: {
    readonly deletionTimestamp?: string;
    readonly ownerReferences?: readonly { readonly kind: string }[];
  };
  readonly status: {
    readonly phase: string;
    readonly reason?: string;
    readonly conditions?: readonly Condition[];
    readonly containerStatuses?: readonly {
      readonly ready: boolean;
      readonly started?: boolean;
      readonly state: ContainerState;
      readonly lastState?: ContainerState;
    }[];
  };
}

const DEPLOYMENT = "/apis/apps/v1/namespaces/NS/deployments/feature-api";
const PODS = "/api/v1/namespaces/NS/pods?labelSelector=app%3Dfeature-api";

/** Each state once, and of what is well no history: how many pods are in it, and what befell them last week, depends on what the platforms were given. */
export async function troubleOf(server: string, tls: RequestOptions, namespace: string): Promise<Trouble> {
  const get = async <T>(path: string): Promise<T> =>
    (await ask(server, tls, namespace, { name: path, method: "GET", path })).body as T;
  const deployment = await get<{ status: { conditions?: readonly Condition[] } }>(DEPLOYMENT);
  const { items } = await get<{ items: readonly Pod[] }>(PODS);
  const own = items.filter(
    ({ metadata }) => metadata.deletionTimestamp === undefined && metadata.ownerReferences?.[0]?.kind === "ReplicaSet",
  );
  return {
    // How long it has not moved on is a matter of time alone.
    deployment: (deployment.status.conditions ?? [])
      .filter(({ type }) => type !== "Progressing")
      .map(conditionState)
      .toSorted(),
    pods: [...new Set(own.map(podState))].toSorted(),
  };
}

/** But for what a kubelet alone writes, and the lab's stand-in for it does not. */
function podState({ status: { phase, reason, conditions = [], containerStatuses = [] } }: Pod): string {
  const containers = containerStatuses.map(
    ({ ready, started, state, lastState = {} }) =>
      `${ready ? "ready" : `not ready, before: ${stateOf(lastState)}`}, ${started === true ? "started" : "not started"}, ${stateOf(state)}`,
  );
  return [
    phase,
    ...(reason === undefined ? [] : [reason]),
    ...conditions
      .filter(({ type }) => type !== "PodReadyToStartContainers")
      .map(conditionState)
      .toSorted(),
    ...containers,
  ].join("; ");
}

function conditionState({ type, status, reason }: Condition): string {
  return `${type} ${status}${reason === undefined ? "" : ` ${reason}`}`;
}

function stateOf({ waiting, running, terminated }: ContainerState): string {
  if (waiting !== undefined) return `waiting ${waiting.reason}`;
  if (terminated !== undefined) return `terminated ${terminated.reason} ${terminated.exitCode}`;
  return running === undefined ? "nothing" : "running";
}
