import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * How a health endpoint behaves.
 * - `ok`: 200 with `{"status":"ok"}`, or with `body`. `reports-down`: 200, but its JSON says down.
 * - `down`: 503 with `{"status":"down"}`. `status`: any code and body.
 * - `html`: 200 with a page, as a login proxy answers. `silent`: takes the request, never answers.
 * - `reset`: cuts the connection. `slow`: `ok` after a delay.
 */
export type HealthBehaviour =
  | { readonly kind: "ok"; readonly body?: Readonly<Record<string, unknown>> }
  | { readonly kind: "reports-down" | "down" | "html" | "silent" | "reset" }
  | { readonly kind: "status"; readonly status: number; readonly body: string }
  | { readonly kind: "slow"; readonly delayMs: number };

export type HealthServer = {
  readonly port: number;
  readonly url: string;
  /** From now on; requests that wait already keep waiting. */
  readonly behave: (behaviour: HealthBehaviour) => void;
  /** Method and path of every request so far. */
  readonly requests: readonly string[];
  readonly close: () => Promise<void>;
};

/** Starts an HTTP server on 127.0.0.1 whose health the test decides; healthy at first. */
export async function startHealthServer(initial: HealthBehaviour = { kind: "ok" }): Promise<HealthServer> {
  let behaviour = initial;
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    void answer(behaviour, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    requests,
    behave: (next) => {
      behaviour = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(behaviour: HealthBehaviour, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const json = (status: number, body: unknown) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  switch (behaviour.kind) {
    case "ok":
      return void json(200, behaviour.body ?? { status: "ok" });
    case "reports-down":
      return void json(200, { status: "down" });
    case "down":
      return void json(503, { status: "down" });
    case "status":
      return void response.writeHead(behaviour.status).end(behaviour.body);
    case "html":
      return void response
        .writeHead(200, { "content-type": "text/html" })
        .end("<!doctype html><title>Sign in</title><h1>Sign in</h1>");
    case "silent":
      return;
    case "reset":
      return void request.socket.resetAndDestroy();
    case "slow":
      await sleep(behaviour.delayMs);
      return void json(200, { status: "ok" });
  }
}
