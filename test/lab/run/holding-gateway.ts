import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Agent, request } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Cluster } from "../cluster/cluster.ts";
import type { LabUser } from "../cluster/pki.ts";

/** Stands before the API server and speaks as one user of the lab to it. */
export interface HoldingGateway {
  readonly server: string;
  /** What became of the write that was held, by the server's status; null: it was not let on yet. */
  deliveredAs(): number | null;
  close(): Promise<void>;
}

/**
 * Takes the first write to a Deployment and hangs up; it lets that write on when the Deployment is read for the second time from then on, before it lets
 * that reading on. By the first reading whoever sent it is told that it was not made.
 */
export async function holdingGateway(cluster: Cluster, user: LabUser): Promise<HoldingGateway> {
  const file = (name: string) => readFileSync(join(cluster.pkiFolder, name));
  const agent = new Agent({ ca: file("ca.crt"), cert: file(`${user}.crt`), key: file(`${user}.key`) });
  let held: Request | null = null;
  let readings = 0;
  let status: number | null = null;

  const forward = (asked: Request, response: ServerResponse | null): Promise<number> =>
    new Promise((resolve, reject) => {
      const { body, headers, method, path } = asked;
      const sent = request(new URL(path, cluster.serverUrl), { agent, method, headers }, (answer) => {
        const { statusCode = 0 } = answer;
        answer.once("end", () => resolve(statusCode));
        if (response === null) return void answer.resume();
        response.writeHead(statusCode, answer.headers);
        answer.pipe(response);
      });
      sent.once("error", reject);
      sent.end(body);
    });

  async function pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await readRequest(incoming);
    const isDeployment = /\/deployments\/[^/?]+(?:\?|$)/.test(asked.path);
    if (held === null && isDeployment && asked.method === "PATCH" && !asked.path.includes("dryRun=")) {
      held = asked;
      return void incoming.socket.destroy();
    }
    if (held !== null && isDeployment && asked.method === "GET" && (readings += 1) === 2)
      status = await forward(held, null);
    await forward(asked, response);
  }

  const server = createServer((incoming, response) => {
    pass(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    deliveredAs: () => status,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      agent.destroy();
    },
  };
}

interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: Buffer;
}

async function readRequest(incoming: IncomingMessage): Promise<Request> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const { host: _, ...headers } = incoming.headers;
  return { method: incoming.method ?? "GET", path: incoming.url ?? "/", headers, body: Buffer.concat(parts) };
}
