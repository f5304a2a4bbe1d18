import http from "node:http";
import type { AddressInfo } from "node:net";

/** What is lost on the way: the request, or its answer. */
export type Loss = "request" | "answer";

/** The way to a Flink on which a request can be lost, as by a process that dies or a line that breaks. */
export type FlinkRoad = {
  readonly url: string;
  /** Loses the next request that fits; resolves when Flink has served it, or when it would have been sent on. */
  readonly lose: (loss: Loss, method: string, path: RegExp) => Promise<void>;
  /** How many requests of a kind Flink was sent. */
  readonly sent: (method: string, path: RegExp) => number;
  readonly close: () => Promise<void>;
};

export async function flinkRoad(target: string): Promise<FlinkRoad> {
  const sent: { method: string; path: string }[] = [];
  let losing: { loss: Loss; method: string; path: RegExp; happened: () => void } | null = null;
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "GET", url = "/" } = request;
      const lost = losing?.method === method && losing.path.test(url) ? losing : null;
      if (lost !== null) losing = null;
      if (lost?.loss === "request") return lost.happened();
      sent.push({ method, path: url });
      const onward = http.request(target + url, { method, headers: request.headers }, (answer) => {
        if (lost !== null) {
          answer.resume();
          answer.on("end", lost.happened);
          return;
        }
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      onward.on("error", () => response.destroy());
      onward.end(Buffer.concat(chunks));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lose: (loss, method, path) =>
      new Promise((happened) => {
        losing = { loss, method, path, happened };
      }),
    sent: (method, path) => sent.filter((one) => one.method === method && path.test(one.path)).length,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}
