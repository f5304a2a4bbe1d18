import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo, Server as TcpServer } from "node:net";
import type { WireTrouble } from "./faults/fault.ts";

const LOOPBACK = "127.0.0.1";

/** Listens on a free port of the loopback interface and returns the port. */
export async function listenOnLoopback(
  server: Pick<TcpServer, "listen" | "once" | "off" | "address">,
): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, LOOPBACK, () => {
      server.off("error", reject);
      resolve();
    });
  });
  // After "listening", address() of a TCP server is an AddressInfo.
  return (server.address() as AddressInfo).port;
}

/** Stops listening and drops the connections that are still open. */
export async function closeServer(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** Requests larger than this are refused by the API server too. */
const BODY_MOST_BYTES = 3 * 1024 * 1024;

/** A request's body; undefined when it is too large. */
export async function readBody(request: IncomingMessage, mostBytes = BODY_MOST_BYTES): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= mostBytes) {
      chunks.push(chunk);
    }
  }
  return bytes > mostBytes ? undefined : Buffer.concat(chunks);
}

export function sendJson(
  response: ServerResponse,
  code: number,
  body: unknown,
  contentType = "application/json",
): void {
  const text = JSON.stringify(body);
  response.writeHead(code, { "Content-Type": contentType, "Content-Length": Buffer.byteLength(text) });
  response.end(text);
}

/** Waits as long as the fault makes this door wait; ends early when the client gives up. */
export async function delayFor(
  trouble: WireTrouble,
  door: string,
  target: string,
  response: ServerResponse,
): Promise<void> {
  const address = `${door}:${target}`;
  const found = trouble.delays?.find((one) => address.startsWith(one.prefix) && address.includes(one.includes ?? ""));
  if (found === undefined) {
    return;
  }
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, found.delayMs);
    response.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
