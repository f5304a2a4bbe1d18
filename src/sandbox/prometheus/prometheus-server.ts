import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { WireTrouble } from "../faults/fault.ts";
import { delayFor, readBody, sendJson } from "../listening.ts";
import type { SeriesSource } from "../promql/promql.ts";
import type { Simulation } from "../world/simulation.ts";
import { failed, type PrometheusAnswer, success } from "./answers.ts";
import { answerInstant, answerRange } from "./queries.ts";

const BUILD = {
  version: "3.8.0+sandbox",
  revision: "",
  branch: "",
  buildUser: "",
  buildDate: "",
  goVersion: "",
};

async function parameters(request: IncomingMessage, url: URL): Promise<URLSearchParams | undefined> {
  const form = request.method === "POST" ? await readBody(request) : Buffer.alloc(0);
  if (form === undefined) {
    return undefined;
  }
  const all = new URLSearchParams(form.toString("utf8"));
  url.searchParams.forEach((value, key) => all.append(key, value));
  return all;
}

/** Prometheus's query API over the world's series. */
export function createPrometheusServer(options: {
  simulation: Simulation;
  now: () => number;
  trouble: WireTrouble;
  /** All that is scraped. */
  source: SeriesSource;
}): Server {
  const { simulation, now, trouble, source } = options;
  const answer = async (request: IncomingMessage, url: URL): Promise<PrometheusAnswer | string> => {
    const { pathname } = url;
    if (pathname === "/-/healthy" || pathname === "/-/ready") {
      return `Prometheus Server is ${pathname === "/-/ready" ? "Ready" : "Healthy"}.\n`;
    }
    if (pathname === "/api/v1/status/buildinfo") {
      return success(BUILD);
    }
    const queries = { "/api/v1/query": answerInstant, "/api/v1/query_range": answerRange };
    const query = Object.entries(queries).find(([path]) => path === pathname)?.[1];
    if (query === undefined) {
      return {
        code: 501,
        body: { status: "error", errorType: "not_implemented", error: `the sandbox does not implement ${pathname}` },
      };
    }
    if (request.method !== "GET" && request.method !== "POST") {
      return {
        code: 405,
        body: { status: "error", errorType: "bad_data", error: `method ${request.method} not allowed` },
      };
    }
    const asked = await parameters(request, url);
    return asked === undefined
      ? failed("bad_data", "the form is too large")
      : query(asked, source, simulation.world.nowMs);
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    await delayFor(trouble, "prometheus", request.url ?? "/", response);
    if (response.closed) {
      return;
    }
    simulation.advanceTo(now());
    const found = await answer(request, new URL(request.url ?? "/", "http://sandbox.invalid"));
    if (typeof found === "string") {
      response.writeHead(200, { "Content-Type": "text/plain" }).end(found);
    } else {
      sendJson(response, found.code, found.body);
    }
  };
  return createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      const { code, body } = failed("internal", error instanceof Error ? error.message : String(error));
      if (!response.headersSent) {
        sendJson(response, code, body);
      }
    });
  });
}
