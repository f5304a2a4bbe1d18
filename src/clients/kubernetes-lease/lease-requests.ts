import type { JsonObject } from "../../core/json.ts";
import type { LeaseAddress } from "../../core/plan/lease.ts";
import { ClientError } from "../client-error.ts";
import { apiPath, type KubernetesClient } from "../kubernetes-client.ts";
import type { LeaseObject } from "./lease-object.ts";
import { refuseUnlessLease } from "./lease-shape.ts";

/** Somebody else wrote between reading and writing: read again this often at most. */
const MOST_TRIES = 5;

/** Where and when the lease is asked for. */
export interface Asking {
  readonly kubernetes: KubernetesClient;
  /** By the clock here. */
  now(): number;
  readonly signal: AbortSignal;
}

/**
 * The one clock that all who ask for a lease share: the API server's, as its latest answer told it, which came just before. Without it ours, as if they
 * went alike.
 */
export function sharedNow({ kubernetes, now }: Pick<Asking, "kubernetes" | "now">): number {
  return kubernetes.serverNow() ?? now();
}

/** The lease at this address; null where there is none. Rejects with ClientError. */
export async function getLease(
  { namespace, name }: LeaseAddress,
  { kubernetes, signal }: Asking,
): Promise<LeaseObject | null> {
  try {
    const path = apiPath("apis", "coordination.k8s.io", "v1", "namespaces", namespace, "leases", name);
    return refuseUnlessLease(await kubernetes.get<unknown>(path, signal), `lease ${name} in namespace ${namespace}`);
  } catch (error) {
    if (error instanceof ClientError && error.code === "not-found") return null;
    throw error;
  }
}

/** Writes it over what was read as `before`, or makes it. Rejects with ClientError `conflict` where somebody else wrote in between. */
export async function putLease(
  { namespace, name }: LeaseAddress,
  before: LeaseObject | null,
  body: JsonObject,
  { kubernetes, signal }: Asking,
): Promise<void> {
  const all = ["apis", "coordination.k8s.io", "v1", "namespaces", namespace, "leases"];
  // The resourceVersion that was read is in the body: another's write in between is a conflict, as is a lease of that name made meanwhile.
  const [method, path] =
    before === null ? (["POST", apiPath(...all)] as const) : (["PUT", apiPath(...all, name)] as const);
  await kubernetes.write({ method, path, contentType: "application/json", body, dryRun: false }, signal);
}

/** Reads and writes again where somebody else wrote in between. */
export async function insist<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1)
    try {
      return await attempt();
    } catch (error) {
      const raced = error instanceof ClientError && error.code === "conflict";
      if (!raced || tries >= MOST_TRIES) throw error;
    }
}
