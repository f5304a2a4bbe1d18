import type { Json } from "../core/json.ts";
import type { Permission } from "../core/preflight/permission.ts";
import { ClientError } from "./client-error.ts";

export interface ListQuery {
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

export interface LogQuery {
  readonly container?: string;
  readonly tailLines?: number;
  readonly sinceSeconds?: number;
  readonly previous?: boolean;
  readonly timestamps?: boolean;
  readonly limitBytes?: number;
}

export interface WriteRequest {
  readonly method: "PATCH" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly contentType: string;
  readonly body: Json;
  /** The server's own dry run: validated and admitted, never stored. */
  readonly dryRun: boolean;
}

/**
 * The door to one Kubernetes API server. Raw JSON in and out: no field is lost on a round trip. Every call ends by its signal and by the
 * client's own deadline, and rejects with ClientError only. Paths are API paths, e.g. `/apis/apps/v1/namespaces/ml/deployments/feature-api`;
 * build them with `apiPath`, which escapes each segment.
 */
export interface KubernetesClient {
  /** e.g. "https://127.0.0.1:6443" */
  readonly server: string;
  readonly namespace: string;
  /** The kubeconfig's context; null in-cluster. */
  readonly context: string | null;
  /** The kubeconfig that was named, an absolute path; null where kubectl finds it by itself, and in-cluster. */
  readonly kubeconfig: string | null;
  /** Who the server says that we are (SelfSubjectReview), or our credentials where it has no such review; rejects where neither says it. */
  whoAmI(signal: AbortSignal): Promise<string>;
  /** Whether the server would allow it, and its reason where it gives one (SelfSubjectAccessReview). */
  mayI(
    permission: Permission,
    signal: AbortSignal,
  ): Promise<{ readonly allowed: boolean; readonly reason: string | null }>;
  get<T>(path: string, signal: AbortSignal): Promise<T>;
  /** The object with nothing but its metadata (PartialObjectMetadata): what it holds is not sent. */
  getMetadata<T>(path: string, signal: AbortSignal): Promise<T>;
  /** All items, by pages of `limit` and `continue`, started anew once when the token expired (410). */
  list<T>(path: string, query: ListQuery, signal: AbortSignal): Promise<readonly T[]>;
  logs(namespace: string, pod: string, query: LogQuery, signal: AbortSignal): Promise<string>;
  write<T>(request: WriteRequest, signal: AbortSignal): Promise<T>;
  /** The server's own clock by its latest answer, milliseconds since the epoch; null where it has told none. */
  serverNow(): number | null;
  /** How far this machine's clock is ahead of the server's, milliseconds; behind is negative. 0: by less than half a minute, or not known. */
  clockAheadMs(): number;
  /** What to add to a time that the server stamped, milliseconds, so that by this machine's clock it is not too early: differences from two seconds on. */
  stampShiftMs(): number;
}

/**
 * Joins and escapes the segments of an API path: `apiPath("apis", "apps", "v1", "namespaces", ns, "deployments", name)`.
 * Throws ClientError `invalid` for a segment that would lead elsewhere: an empty name, "." or "..".
 */
export function apiPath(...segments: readonly string[]): string {
  return `/${segments.map(escaped).join("/")}`;
}

function escaped(segment: string): string {
  if (/^\.{0,2}$/.test(segment) || !segment.isWellFormed())
    throw new ClientError(
      "invalid",
      `"${segment.toWellFormed()}" cannot be a name in Kubernetes`,
      "check the runbook's parameters and arguments",
    );
  return encodeURIComponent(segment);
}
