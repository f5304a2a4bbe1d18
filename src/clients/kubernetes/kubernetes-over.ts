import { type KubernetesClient, apiPath, type LogQuery, type WriteRequest } from "../kubernetes-client.ts";
import { METADATA_SHAPE, shapeOf } from "../kubernetes-objects/object-shapes.ts";
import type { ApiConnection, ApiOrder } from "./api-connection.ts";
import { jsonBody, refuseHtml } from "./json-body.ts";
import { listPages, type ListOrder } from "./list-pages.ts";
import { mayI } from "./may-i.ts";
import { refuseMisshapen } from "./refuse-misshapen.ts";
import { sharedReads } from "./shared-reads.ts";
import { whoAmI } from "./who-am-i.ts";

const JSON_TYPE = "application/json";
const METADATA_TYPE = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";

/** The client over one connection. */
export function kubernetesOver(connection: ApiConnection, maxBytes: number): KubernetesClient {
  const { target } = connection;
  const json = async (
    order: Omit<ApiOrder, "headers"> & { readonly contentType?: string; readonly accept?: string },
  ): Promise<unknown> => {
    const { contentType, accept = JSON_TYPE, ...rest } = order;
    const headers = { accept, ...(contentType !== undefined && { "content-type": contentType }) };
    const { reply, asked } = await connection.answer({ ...rest, headers });
    const value = jsonBody(reply, asked);
    refuseMisshapen(value, accept === METADATA_TYPE ? METADATA_SHAPE : shapeOf(asked.question.resource), asked);
    return value;
  };
  // As one: of two that ask for the same list the pages would drift apart, and be sent and read twice.
  const listed = sharedReads(
    (order: ListOrder) => listPages(connection, order),
    ({ path, query }) => JSON.stringify([path, query.labelSelector, query.fieldSelector]),
    () => performance.now(),
  );
  let name: string | null = null;
  return {
    server: target.server,
    namespace: target.namespace,
    context: target.context,
    kubeconfig: target.kubeconfig,
    async whoAmI(signal) {
      name ??= await whoAmI(connection, signal);
      return name;
    },
    mayI: (permission, signal) => mayI(connection, permission, target.namespace, signal),
    async get<T>(path: string, signal: AbortSignal) {
      return (await json({ method: "GET", path, body: null, safe: true, signal })) as T;
    },
    async getMetadata<T>(path: string, signal: AbortSignal) {
      return (await json({ method: "GET", path, accept: METADATA_TYPE, body: null, safe: true, signal })) as T;
    },
    async list<T>(path: string, query: Parameters<KubernetesClient["list"]>[1], signal: AbortSignal) {
      return (await listed({ path, query, maxBytes, signal })) as readonly T[];
    },
    async logs(namespace, pod, query, signal) {
      const path = `${apiPath("api", "v1", "namespaces", namespace, "pods", pod, "log")}?${logParameters(query)}`;
      const order = { method: "GET", path, body: null, headers: { accept: "*/*" }, safe: true, signal };
      const { reply, asked } = await connection.answer(order);
      refuseHtml(reply, asked);
      return reply.body;
    },
    serverNow: () => connection.serverNow(),
    clockAheadMs: () => connection.clockAheadMs(),
    stampShiftMs: () => connection.stampShiftMs(),
    async write<T>(request: WriteRequest, signal: AbortSignal) {
      const { method, contentType, body, dryRun } = request;
      const path = dryRun ? `${request.path}${request.path.includes("?") ? "&" : "?"}dryRun=All` : request.path;
      return (await json({ method, path, contentType, body: JSON.stringify(body), safe: false, signal })) as T;
    },
  };
}

function logParameters(query: LogQuery): string {
  const given = Object.entries(query).map(([key, value]): [string, string] => [key, String(value)]);
  return new URLSearchParams(given).toString();
}
