import type { ServiceAddress } from "../../core/environment/environment.ts";
import { ClientError } from "../client-error.ts";
import { parseObject } from "../http/parse-object.ts";
import type { HttpReply } from "../http/send-request.ts";
import { type Transport, urlOf } from "../http/transport.ts";
import { apiPath } from "../kubernetes-client.ts";
import type { ApiConnection } from "./api-connection.ts";
import { apiError, type Asked } from "./api-error.ts";

/**
 * Through the API server's service proxy. The server's own refusals (a Status) reject: they say nothing about the service, but for
 * "no endpoints" and "cannot reach", which are `unreachable`, and "no service port", which is `not-configured`, as by port-forward. Throws ClientError
 * `not-configured` for a token, which cannot get through.
 */
export function proxyTransport(connection: ApiConnection, address: ServiceAddress, key: string): Transport {
  const { target } = connection;
  if (address.bearerToken !== undefined)
    throw new ClientError(
      "not-configured",
      `${key}.bearerToken cannot be sent: the API server's proxy keeps the Authorization header for itself`,
      "use via: port-forward, or a URL",
    );
  const namespace = address.namespace ?? target.namespace;
  const scheme = address.scheme === "https" ? "https:" : "";
  const port = String(address.port);
  const name = `${scheme}${address.service}:${port}`;
  // The colons are the API's own syntax here.
  const root = `${apiPath("api", "v1", "namespaces", namespace, "services")}/${encodeURIComponent(name).replaceAll("%3A", ":")}/proxy`;
  return {
    vantage: `through the API server ${target.server}, its proxy to service ${namespace}/${address.service}:${port}`,
    displayUrl: `${target.server}${root}`,
    allowsPost: false,
    async send(what, request) {
      const url = urlOf("http://service", request);
      const path = `${root}${url.pathname}${url.search}`;
      const reply = await connection.ask({
        method: request.method,
        path,
        body: request.body,
        headers: request.headers,
        safe: request.isWrite !== true,
        ...(request.timeoutMs !== undefined && { timeoutMs: request.timeoutMs }),
        signal: request.signal,
      });
      if (reply.status < 400 && reply.status !== 302) return reply;
      const asked = { ...connection.asked(request.method, path), what: `${what} through ${target.server}` };
      if (isStatus(reply)) throw refusal(reply, asked, `${namespace}/${address.service}`);
      return reply;
    },
    close: () => undefined,
  };
}

/** The API server's own word, rather than the service's. */
function isStatus(reply: HttpReply): boolean {
  const body = parseObject(reply.body);
  return body?.["kind"] === "Status" && body["apiVersion"] === "v1";
}

function refusal(reply: HttpReply, asked: Asked, service: string): ClientError {
  const error = apiError(reply, asked);
  if (error.message.includes("no service port") && error.message.includes("found for service"))
    return new ClientError("not-configured", error.message, `take a port that service ${service} has`, reply.status);
  if (/no endpoints available|error trying to reach service/i.test(error.message))
    return new ClientError(
      "unreachable",
      error.message,
      `has service ${service} ready pods that listen on this port?`,
      reply.status,
    );
  return error;
}
