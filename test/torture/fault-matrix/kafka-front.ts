import net from "node:net";
import tls from "node:tls";
import { listenOnLoopback } from "../../../src/sandbox/listening.ts";
import type { Pair } from "../../clients/certificates.ts";

/** An answer of the broker on its way, its length before it. */
export interface KafkaExchange {
  readonly socket: net.Socket;
  readonly frame: Buffer;
}

interface KafkaFrontOptions {
  /** host:port of each real broker. */
  readonly brokers: readonly string[];
  readonly pair?: Pair;
  /** What becomes of each connection; nothing else then matters. */
  readonly connection?: (socket: net.Socket) => void;
  readonly answer?: (exchange: KafkaExchange) => void;
  /** The answers that are spoiled, by the number of their request; default: all. */
  readonly only?: number;
}

export interface KafkaFront {
  /** host:port of each front, in the order of the brokers. */
  readonly brokers: readonly string[];
  /** The numbers of the requests that came, each once. */
  readonly asked: ReadonlySet<number>;
  close(): Promise<void>;
}

const SIZE_BYTES = 4;

/** A server before each broker that spoils some answers and hands on the others; the brokers' addresses in them become the fronts' own. */
export async function kafkaFront(options: KafkaFrontOptions): Promise<KafkaFront> {
  const asked = new Set<number>();
  const sockets = new Set<net.Socket>();
  const ports = new Map<number, number>();
  const servers = options.brokers.map((broker) => {
    const port = Number(broker.split(":")[1]);
    const accept = (socket: net.Socket): void => {
      sockets.add(socket);
      socket.on("error", () => undefined);
      if (options.connection !== undefined) options.connection(socket);
      else handOn(socket, port);
    };
    return {
      port,
      server: options.pair === undefined ? net.createServer(accept) : tls.createServer(options.pair, accept),
    };
  });

  function handOn(socket: net.Socket, port: number): void {
    const requests = new Map<number, number>();
    const behind = net.connect({ host: "127.0.0.1", port });
    sockets.add(behind);
    behind.on("error", () => undefined);
    socket.on("close", () => behind.destroy());
    behind.on("close", () => socket.destroy());
    const fromClient = framesOf(socket, (frame) => {
      const api = frame.readInt16BE(SIZE_BYTES);
      asked.add(api);
      requests.set(frame.readInt32BE(SIZE_BYTES + 4), api);
      behind.write(frame);
    });
    const fromBroker = framesOf(behind, (frame) => {
      const api = requests.get(frame.readInt32BE(SIZE_BYTES));
      const spoiled = options.answer !== undefined && (options.only === undefined || options.only === api);
      if (spoiled) options.answer?.({ socket, frame });
      else socket.write(readdressed(frame));
    });
    socket.on("data", fromClient);
    behind.on("data", fromBroker);
  }

  /** Every address has the same length, and only its port is another. */
  function readdressed(frame: Buffer): Buffer {
    const host = Buffer.from("127.0.0.1");
    for (let at = frame.indexOf(host); at !== -1; at = frame.indexOf(host, at + 1)) {
      const front = ports.get(frame.readInt32BE(at + host.length));
      if (front !== undefined) frame.writeInt32BE(front, at + host.length);
    }
    return frame;
  }

  for (const { port, server } of servers) ports.set(port, await listenOnLoopback(server));
  return {
    brokers: servers.map(({ port }) => `127.0.0.1:${ports.get(port) ?? 0}`),
    asked,
    async close() {
      const closing = servers.map(({ server }) => new Promise<void>((resolve) => server.close(() => resolve())));
      for (const socket of sockets) socket.destroy();
      await Promise.all(closing);
    },
  };
}

/** What a client of another protocol begins with reads as more. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Calls with every whole frame, its length before it; ends the connection of whoever speaks another protocol, as a broker does. */
function framesOf(socket: net.Socket, take: (frame: Buffer) => void): (chunk: Buffer) => void {
  let held = Buffer.alloc(0);
  return (chunk) => {
    held = Buffer.concat([held, chunk]);
    if (held.length >= SIZE_BYTES && held.readInt32BE(0) > MOST_BYTES) return void socket.destroy();
    while (held.length >= SIZE_BYTES && held.length >= SIZE_BYTES + held.readInt32BE(0)) {
      const end = SIZE_BYTES + held.readInt32BE(0);
      take(Buffer.from(held.subarray(0, end)));
      held = held.subarray(end);
    }
  };
}
