import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { WireTrouble } from "../faults/fault.ts";
import { delayFor, readBody, sendJson } from "../listening.ts";
import type { SandboxMutation } from "../mutation.ts";
import type { Simulation } from "../world/simulation.ts";
import { changeSilences, type AlertmanagerAnswer } from "./change-silences.ts";
import { readAlertmanager, type AlertmanagerState } from "./read-alertmanager.ts";

/** Alertmanager's API v2 over the alerts of the world. It runs alone: there is no cluster. */
export function createAlertmanagerServer(options: {
  readonly state: AlertmanagerState;
  readonly simulation: Simulation;
  readonly now: () => number;
  readonly trouble: WireTrouble;
  readonly onMutation: (mutation: SandboxMutation) => void;
}): Server {
  const { state, simulation, now, trouble, onMutation } = options;
  const answer = (method: string, target: string, body: string): AlertmanagerAnswer => {
    const atMs = now();
    simulation.advanceTo(atMs);
    const { pathname, searchParams } = new URL(target, "http://sandbox.invalid");
    if (method === "GET")
      return readAlertmanager(state, { path: pathname, query: searchParams }, atMs) ?? unknown(pathname);
    const changed = changeSilences(state.silences, { method, path: pathname, body }, atMs);
    if (changed === null) return unknown(pathname);
    if (changed.accepted)
      onMutation({
        door: "alertmanager",
        atMs,
        user: "",
        method,
        path: target,
        contentType: "application/json",
        body,
      });
    return changed.answer;
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = "GET", url: target = "/" } = request;
    const bytes = await readBody(request);
    await delayFor(trouble, "alertmanager", target, response);
    if (response.closed) return;
    if (target === "/-/healthy" || target === "/-/ready") {
      response.writeHead(200).end("OK");
      return;
    }
    if (target === "/metrics") {
      response.writeHead(200, { "Content-Type": "text/plain" }).end("alertmanager_cluster_enabled 0\n");
      return;
    }
    const { code, body } = bytes === undefined ? { code: 413 } : answer(method, target, bytes.toString("utf8"));
    if (body === undefined) response.writeHead(code, { "Content-Length": 0 }).end();
    else sendJson(response, code, body);
  };
  return createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (!response.headersSent) sendJson(response, 500, error instanceof Error ? error.message : String(error));
    });
  });
}

function unknown(path: string): AlertmanagerAnswer {
  return { code: 404, body: { code: 404, message: `path ${path} was not found` } };
}
