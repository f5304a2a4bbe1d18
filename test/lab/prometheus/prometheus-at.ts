import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

type PrometheusAt = { readonly url: string; readonly close: () => Promise<void> };

/** The Prometheus at `url`, whose present is `nowMs`: a query that names no time is evaluated then. */
export async function startPrometheusAt(url: string, nowMs: number): Promise<PrometheusAt> {
  const forward = async (request: IncomingMessage): Promise<Response> => {
    const { pathname, searchParams } = new URL(request.url ?? "/", url);
    const form = new URLSearchParams([...searchParams, ...new URLSearchParams(await text(request))]);
    if (pathname === "/api/v1/query" && !form.has("time")) form.set("time", (nowMs / 1000).toFixed(3));
    return fetch(new URL(pathname, url), { method: "POST", body: form });
  };
  const server = createServer((request, response) => {
    forward(request)
      .then(async (answer) => {
        const body = await answer.text();
        response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "text/plain" });
        response.end(body);
      })
      .catch((error: unknown) => response.destroy(error instanceof Error ? error : new Error(String(error))));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
