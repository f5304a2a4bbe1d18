import type { HttpEndpoint } from "../http-client.ts";
import type { Transport } from "./transport.ts";

/** A named endpoint over whichever way leads to it. */
export function endpointOver(name: string, transport: Transport): HttpEndpoint {
  return {
    name,
    vantage: transport.vantage,
    displayUrl: transport.displayUrl,
    async get(path, query, signal) {
      const request = { method: "GET" as const, path, query, body: null, headers: { accept: "*/*" }, signal };
      const { status, contentType, body, latencyMs } = await transport.send(`get ${path} of endpoint ${name}`, request);
      return { status, contentType, body, latencyMs };
    },
  };
}
