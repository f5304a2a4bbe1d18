import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { seriesName, type Counter } from "./counters.ts";

export type Exporter = { readonly port: number; readonly close: () => Promise<void> };

/** Serves the counters' present values at `/metrics`, as the service under test would. */
export async function startExporter(counters: () => readonly Counter[]): Promise<Exporter> {
  const server = createServer((_request, response) => {
    const now = Date.now();
    const metrics = [...new Set(counters().map(({ metric }) => metric))];
    const lines = metrics.flatMap((name) => [
      `# TYPE ${name} counter`,
      ...counters()
        .filter(({ metric }) => metric === name)
        .map((each) => ({ name: seriesName(name, each.labels), value: each.valueAt(now) }))
        .filter(({ value }) => value !== undefined)
        .map((sample) => `${sample.name} ${sample.value}`),
    ]);
    response.writeHead(200, { "content-type": "text/plain; version=0.0.4; charset=utf-8" });
    response.end(`${lines.join("\n")}\n`);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
