import { createServer } from "node:http";
import { connect } from "node:net";

/** Where connections to the addresses of pods go. */
export type PodNetwork = {
  /** Every address, `ip:port`, that somebody wanted to reach. */
  readonly wanted: readonly string[];
  readonly close: () => Promise<void>;
};

/**
 * kwok's pods have addresses and no network. An API server that is told to reach them through a proxy (its egress selection) sends HTTP CONNECT here, on a
 * Unix socket, and is connected with a local server by the port that it wanted: pod port → local port. Every other port is refused as a pod would: 503.
 */
export async function startPodNetwork(socketPath: string, ports: ReadonlyMap<number, number>): Promise<PodNetwork> {
  const wanted: string[] = [];
  const server = createServer();
  server.on("connect", (request, client) => {
    const address = request.url ?? "";
    wanted.push(address);
    const local = ports.get(Number(address.slice(address.lastIndexOf(":") + 1)));
    if (local === undefined) return void client.end("HTTP/1.1 503 Service Unavailable\r\n\r\n");
    const pod = connect(local, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      client.pipe(pod).pipe(client);
    });
    pod.on("error", () => client.destroy());
    client.on("error", () => pod.destroy());
    client.on("close", () => pod.destroy());
    return undefined;
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(socketPath, resolve);
  });
  return {
    wanted,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
