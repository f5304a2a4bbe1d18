import type { ActionContext } from "../../../src/actions/action.ts";
import { ClientError } from "../../../src/clients/client-error.ts";
import type { Doors } from "../../../src/clients/doors.ts";
import type { KubernetesClient, ListQuery, WriteRequest } from "../../../src/clients/kubernetes-client.ts";

/** What a stubbed API server answers; a thrown ClientError is a failed request. Anything not given fails the test. */
export interface StubAnswers {
  readonly get?: (path: string) => unknown;
  readonly list?: (path: string, query: ListQuery) => readonly unknown[];
  readonly write?: (request: WriteRequest) => unknown;
  /** 0 when absent. */
  readonly clockAheadMs?: number;
  readonly stampShiftMs?: number;
}

/** A context whose Kubernetes door leads to the stub, and the writes that came through it. */
export function stubContext(
  answers: StubAnswers,
  nowMs = Date.parse("2026-11-22T03:15:00Z"),
): { readonly context: ActionContext; readonly writes: WriteRequest[] } {
  const writes: WriteRequest[] = [];
  const unexpected = (what: string) => () => {
    throw new Error(`the test expects no ${what}`);
  };
  const kubernetes: KubernetesClient = {
    server: "https://127.0.0.1:6443",
    namespace: "ml",
    context: null,
    kubeconfig: null,
    whoAmI: async () => "alice",
    mayI: async () => ({ allowed: true, reason: null }),
    logs: async () => unexpected("logs")(),
    get: async <T>(path: string) => (answers.get ?? unexpected(`GET ${path}`))(path) as T,
    getMetadata: async <T>(path: string) => (answers.get ?? unexpected(`GET ${path}`))(path) as T,
    list: async <T>(path: string, query: ListQuery) =>
      (answers.list ?? unexpected(`list ${path}`))(path, query) as readonly T[],
    serverNow: () => null,
    clockAheadMs: () => answers.clockAheadMs ?? 0,
    stampShiftMs: () => answers.stampShiftMs ?? 0,
    write: async <T>(request: WriteRequest) => {
      writes.push(request);
      return (answers.write ?? unexpected("write"))(request) as T;
    },
  };
  const doors = { kubernetes: async () => kubernetes } as unknown as Doors;
  return { context: { doors, nowMs, signal: new AbortController().signal }, writes };
}

/** A request that the API server refused with this status. */
export function refused(status: number, message: string): ClientError {
  const codes = { 403: "forbidden", 404: "not-found", 409: "conflict", 422: "invalid", 429: "rate-limited" } as const;
  const code = status in codes ? codes[status as keyof typeof codes] : status >= 500 ? "server-error" : "invalid";
  return new ClientError(code, message, "", status);
}
