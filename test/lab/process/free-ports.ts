import { createServer, type AddressInfo, type Server } from "node:net";

/**
 * Ports of 127.0.0.1 that nobody listened on a moment ago; all of one call differ. Somebody else
 * may take one before it is used, so a server that finds its port taken is started again with others.
 */
export async function freePorts(count: number): Promise<readonly number[]> {
  const held = await Promise.all(Array.from({ length: count }, hold));
  const ports = held.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function hold(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}
