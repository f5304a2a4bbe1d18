import { kvHealth } from "../health/kv-health.ts";
import type { Simulation } from "../world/simulation.ts";
import { type Answer, failure, notFound, notImplemented } from "./answer.ts";
import type { ApiRequest } from "./request.ts";
import type { ResourcePath } from "./request-path.ts";

/** GET …/services/[SCHEME:]NAME[:PORT]/proxy/PATH: the API server asks the service in the client's place. */
export function proxyService(simulation: Simulation, path: ResourcePath, request: ApiRequest): Answer {
  if (request.method !== "GET") {
    return notImplemented(`${request.method} through the service proxy`);
  }
  const parts = path.name.split(":");
  const [name = "", port] = parts.length === 3 ? parts.slice(1) : parts;
  const service = simulation.world.store.get("services", path.namespace, name);
  if (service === undefined) {
    return notFound("", "services", name);
  }
  const known = service.spec.ports.some(
    (one) => port === undefined || port === "" || port === one.name || port === String(one.port),
  );
  if (!known) {
    return failure(503, "ServiceUnavailable", `no service port ${port} found for service "${name}"`);
  }
  if (name !== "kv-store" && name !== "kv-store-replica") {
    return notImplemented(`the proxy of service ${name}`);
  }
  const health = kvHealth(simulation, name);
  if (health.body["reason"] === "no ready pods" || health.code === 503) {
    // The proxy picks a ready endpoint; without one it has nobody to ask.
    return failure(503, "ServiceUnavailable", `no endpoints available for service "${path.name}"`);
  }
  return path.rest === "health" ? health : { code: 404, body: { error: `no such path: /${path.rest}` } };
}
