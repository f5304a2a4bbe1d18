import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { WireTrouble } from "../faults/fault.ts";
import { delayFor, readBody, sendJson } from "../listening.ts";
import type { SandboxMutation } from "../mutation.ts";
import type { Simulation } from "../world/simulation.ts";
import { type Answer, failure } from "./answer.ts";
import { dispatch, publicAnswer } from "./dispatch.ts";
import type { Identity } from "./identity.ts";
import { Pages } from "./reads.ts";
import { apiRequest } from "./request.ts";
import { watch } from "./watch.ts";

export interface ApiServerOptions {
  readonly simulation: Simulation;
  readonly now: () => number;
  readonly trouble: WireTrouble;
  /** The users, by their bearer tokens. */
  readonly users: ReadonlyMap<string, Identity>;
  readonly tls: { readonly key: string; readonly certificate: string };
  readonly onMutation: (mutation: SandboxMutation) => void;
}

function send(response: ServerResponse, answer: Answer): void {
  if (typeof answer.body === "string") {
    response.writeHead(answer.code, { "Content-Type": answer.contentType ?? "text/plain" });
    response.end(answer.body);
    return;
  }
  sendJson(response, answer.code, answer.body, answer.contentType);
}

/** The request's target; a write without fieldManager gets the one that the API server takes from the user agent. */
function withFieldManager(request: IncomingMessage): string {
  const target = request.url ?? "/";
  if (request.method === "GET" || target.includes("fieldManager=")) {
    return target;
  }
  const manager = (request.headers["user-agent"] ?? "unknown").split("/")[0] ?? "unknown";
  return `${target}${target.includes("?") ? "&" : "?"}fieldManager=${encodeURIComponent(manager)}`;
}

async function handle(
  options: ApiServerOptions,
  pages: Pages,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { simulation, now, trouble, users } = options;
  const target = withFieldManager(request);
  const bytes = await readBody(request);
  await delayFor(trouble, "kubernetes", target, response);
  if (response.closed) {
    return;
  }
  if (bytes === undefined) {
    send(response, failure(413, "RequestEntityTooLarge", "Request entity too large: limit is 3145728"));
    return;
  }
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
  const identity = users.get(token);
  const pathname = target.split("?")[0] ?? "/";
  if (identity === undefined) {
    send(response, publicAnswer(pathname) ?? failure(401, "Unauthorized", "Unauthorized"));
    return;
  }
  if (Object.keys(request.headers).some((name) => name.startsWith("impersonate-"))) {
    send(response, failure(501, "NotImplemented", "the sandbox does not implement impersonation"));
    return;
  }
  const method = request.method ?? "GET";
  const contentType = request.headers["content-type"] ?? "";
  const asked = apiRequest({ method, target, accept: request.headers.accept ?? "", contentType, bytes, identity });
  simulation.advanceTo(now());
  const atMs = simulation.world.nowMs;
  const outcome = dispatch(simulation, asked, pages, trouble.forbidden ?? []);
  if ("watch" in outcome) {
    watch(simulation, outcome.watch.info, outcome.watch.path, asked, response, now);
    return;
  }
  if (outcome.accepted) {
    options.onMutation({ atMs, user: identity.name, method, path: target, contentType, body: asked.body });
  }
  send(response, outcome.answer);
}

/** The Kubernetes API of the sandbox, over TLS. Every request first brings the world to now. */
export function createApiServer(options: ApiServerOptions): Server {
  const pages = new Pages();
  const { key, certificate } = options.tls;
  return createServer({ key, cert: certificate }, (request, response) => {
    handle(options, pages, request, response).catch((error: unknown) => {
      if (!response.headersSent) {
        const message = error instanceof Error ? error.message : String(error);
        send(response, failure(500, "InternalError", `the sandbox failed: ${message}`));
      } else {
        response.destroy();
      }
    });
  });
}
