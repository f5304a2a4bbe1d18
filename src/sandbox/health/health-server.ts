import { createServer, type Server } from "node:http";
import type { WireTrouble } from "../faults/fault.ts";
import { delayFor, sendJson } from "../listening.ts";
import type { Simulation } from "../world/simulation.ts";
import { kvHealth, type KvService } from "./kv-health.ts";

/** The HTTP side of a KV service: GET /health, and 404 for the rest. */
export function createHealthServer(options: {
  simulation: Simulation;
  service: KvService;
  now: () => number;
  trouble: WireTrouble;
}): Server {
  const { simulation, service, now, trouble } = options;
  return createServer((request, response) => {
    void (async () => {
      await delayFor(trouble, service, request.url ?? "/", response);
      if (response.closed) {
        return;
      }
      simulation.advanceTo(now());
      const path = (request.url ?? "/").split("?")[0];
      const { code, body } =
        path === "/health" ? kvHealth(simulation, service) : { code: 404, body: { error: `no such path: ${path}` } };
      sendJson(response, code, body);
    })();
  });
}
