import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { JsonObject } from "../../../src/core/json.ts";
import { wideLog } from "./wide-log.ts";
import { wideObjects } from "./wide-objects.ts";

export interface Served {
  /** With its query. */
  readonly path: string;
  readonly bytes: number;
}

export interface WideServer {
  readonly url: string;
  /** All answers since the last time it was asked, in their order. */
  served(): readonly Served[];
  close(): Promise<void>;
}

/** An API server with a Deployment as large as they come. Its answers are made before they are asked for: they cost the asker's machine next to nothing. */
export async function wideServer(): Promise<WideServer> {
  const { deployment, pods, replicaSets, service, slices } = wideObjects(Date.now());
  const lists = new Map([
    ["pods", pages("PodList", pods)],
    ["replicasets", pages("ReplicaSetList", replicaSets)],
    ["endpointslices", pages("EndpointSliceList", slices)],
  ]);
  const single = new Map([
    ["deployments/feature-api", Buffer.from(JSON.stringify(deployment))],
    ["services/feature-api", Buffer.from(JSON.stringify(service))],
  ]);
  const logs = new Map<number, Buffer>();
  let served: Served[] = [];

  function answer(url: URL): Buffer | null {
    const [, resource = ""] = /\/namespaces\/ml\/(.*)$/.exec(url.pathname) ?? [];
    const log = /^pods\/([^/]+)\/log$/.exec(resource);
    if (log === null) {
      const page = Number(url.searchParams.get("continue") ?? "0");
      return lists.get(resource)?.[page] ?? single.get(resource) ?? null;
    }
    const lines = Number(url.searchParams.get("tailLines"));
    const text = logs.get(lines) ?? wideLog(lines);
    logs.set(lines, text);
    return text.subarray(0, Number(url.searchParams.get("limitBytes")));
  }

  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    const body = answer(new URL(path, "http://wide"));
    if (body === null) {
      const status = { kind: "Status", status: "Failure", reason: "NotFound", message: "no such object", code: 404 };
      response.writeHead(404, { "content-type": "application/json" }).end(JSON.stringify(status));
      return;
    }
    served.push({ path, bytes: body.length });
    const type = path.includes("/log?") ? "text/plain" : "application/json";
    response.writeHead(200, { "content-type": type, "content-length": body.length }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    served: () => {
      const told = served;
      served = [];
      return told;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** As many to a page as the client asks for. */
const PAGE_ITEMS = 500;

function pages(kind: string, items: readonly JsonObject[]): readonly Buffer[] {
  return Array.from({ length: Math.ceil(items.length / PAGE_ITEMS) }, (_, page) => {
    const after = (page + 1) * PAGE_ITEMS;
    const token = after < items.length ? { continue: String(page + 1), remainingItemCount: items.length - after } : {};
    const list = { kind, metadata: { resourceVersion: "1", ...token }, items: items.slice(after - PAGE_ITEMS, after) };
    return Buffer.from(JSON.stringify(list));
  });
}
