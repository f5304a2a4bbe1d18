import type { Duplex } from "node:stream";
import { connect } from "node:tls";
import type { ServiceAddress } from "../../core/environment/environment.ts";
import { displayUrl, serviceHost } from "../http/address.ts";
import { sendRequest } from "../http/send-request.ts";
import { type Transport, type TransportLimits, urlOf } from "../http/transport.ts";
import { readReference, readSecret, type SecretSources } from "../secrets/read-secret.ts";
import type { ApiConnection } from "./api-connection.ts";
import { kubernetesOver } from "./kubernetes-over.ts";
import { serviceBackend } from "./service-backend.ts";

/** Through a port-forward to a ready pod of the service: a new one for each request, so that a pod that went away in the meantime does not matter. */
export async function forwardTransport(
  connection: ApiConnection,
  address: ServiceAddress,
  key: string,
  sources: SecretSources,
  limits: TransportLimits,
): Promise<Transport> {
  const { target } = connection;
  const namespace = address.namespace ?? target.namespace;
  const kubernetes = kubernetesOver(connection, limits.maxBytes);
  const token = address.bearerToken && (await readSecret(address.bearerToken, `${key}.bearerToken`, sources));
  const ca = address.ca && (await readReference(address.ca, `${key}.ca`, sources));
  const shown = displayUrl(address, namespace);
  const host = serviceHost(address, namespace);
  return {
    vantage: `by port-forward through ${target.server} to a ready pod of service ${namespace}/${address.service}`,
    displayUrl: shown,
    allowsPost: true,
    async send(what, request) {
      const timeoutMs = request.timeoutMs ?? limits.timeoutMs;
      const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]);
      const { podStream } = await import("./pod-stream.ts");
      const backend = await serviceBackend(kubernetes, address, namespace, signal);
      const plain = await podStream(connection, namespace, backend, signal);
      const stream: Duplex =
        address.scheme === "https"
          ? connect({ socket: plain, servername: host, ...(ca !== undefined && { ca }) })
          : plain;
      return sendRequest({
        what: `${what} at ${shown} (port-forward to pod ${backend.pod}, port ${backend.port})`,
        unreachableHint: `does pod ${backend.pod} listen on port ${backend.port}?`,
        narrowHint: "ask for less: a narrower query or another path",
        method: request.method,
        url: urlOf(`${address.scheme ?? "http"}://${host}:${backend.port}`, request),
        headers: {
          "user-agent": limits.userAgent,
          ...request.headers,
          // A port-forward does not pass on that the pod has closed: the server must frame its answer.
          connection: "keep-alive",
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
        body: request.body,
        tls: {},
        agent: false,
        stream,
        timeoutMs,
        maxBytes: limits.maxBytes,
        repeatable: false,
        signal,
      });
    },
    close: () => undefined,
  };
}
