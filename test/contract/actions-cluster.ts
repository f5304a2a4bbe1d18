import type { Doors } from "../../src/clients/doors.ts";
import type { KubernetesClient } from "../../src/clients/kubernetes-client.ts";

/** The state in which a contract test finds the platform's feature-api and kv-store. */
export type Situation = "healthy" | "bad-rollout";

/** One API server with the platform in a namespace, of the sandbox or of the lab. */
export interface ActionsCluster {
  /** bigops' own, with the real client behind them. */
  readonly doors: Doors;
  /** Somebody else who changes the same objects. */
  readonly somebody: KubernetesClient;
  now(): number;
  /** Lets the cluster work until the answer is true; fails the test when that takes too long. */
  until(what: string, ask: () => Promise<boolean>): Promise<void>;
  close(): Promise<void>;
}

export type StartActionsCluster = (situation: Situation) => Promise<ActionsCluster>;

/** As a test asks for one: closed after it. Healthy unless said. */
export type OpenActionsCluster = (situation?: Situation) => Promise<ActionsCluster>;
