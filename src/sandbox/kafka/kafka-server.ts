import { createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { WireTrouble } from "../faults/fault.ts";
import { listenOnLoopback } from "../listening.ts";
import { answerRequest } from "./answer-request.ts";
import type { KafkaState } from "./kafka-state.ts";
import type { BrokerAddress, KafkaApi, RequestContext } from "./request-context.ts";
import { frames } from "./wire/frames.ts";
import { MalformedRequest } from "./wire/malformed-request.ts";

const REQUEST_MOST_BYTES = 8 * 1024 * 1024;
const HOST = "127.0.0.1";

export interface KafkaServer {
  /** Starts every broker of the state on a free loopback port; "host:port" of each, in the state's order. */
  listen(): Promise<readonly string[]>;
  /** Stops listening and drops the open connections. */
  close(): Promise<void>;
}

interface KafkaServerOptions {
  readonly state: KafkaState;
  /** The clock, ms; asked once or more for each request. */
  readonly now: () => number;
  /** Delays by the beginning of "kafka:Name", where Name is the request's, e.g. ListOffsets. */
  readonly trouble?: Pick<WireTrouble, "delays">;
  /** Passwords by name: SASL PLAIN is then demanded. Absent: everybody is ANONYMOUS. */
  readonly users?: ReadonlyMap<string, string>;
  /** Sees every request that is about to be answered. */
  readonly onRequest?: (request: { readonly name: string; readonly brokerId: number }) => void;
}

/** Kafka's wire protocol over the state's logs and groups, as far as a reader of lag goes. Nothing can be written. */
export function createKafkaServer(options: KafkaServerOptions): KafkaServer {
  const { state, now, trouble = {}, users, onRequest = () => {} } = options;
  const addresses = new Map<number, BrokerAddress>();
  const sockets = new Set<Socket>();

  const serve = async (socket: Socket, brokerId: number): Promise<void> => {
    const closed = new AbortController();
    socket.once("close", () => closed.abort());
    const pause = async (ms: number): Promise<void> => {
      await sleep(ms, undefined, { signal: closed.signal }).catch(() => {});
    };
    const session: RequestContext["session"] = { user: users === undefined ? "ANONYMOUS" : undefined };
    const context: RequestContext = { state, brokerId, addresses, users, session, now, pause };
    const before = async ({ name }: KafkaApi): Promise<void> => {
      onRequest({ name, brokerId });
      const delay = trouble.delays?.find(({ prefix }) => `kafka:${name}`.startsWith(prefix));
      if (delay !== undefined) {
        await pause(delay.delayMs);
      }
    };
    // One after the other, as a broker answers the requests of one connection.
    for await (const frame of frames(socket, REQUEST_MOST_BYTES)) {
      const answer = await answerRequest(frame, context, before);
      if (closed.signal.aborted) {
        return;
      }
      await new Promise<void>((resolve) => {
        socket.write(answer, () => resolve());
      });
      if (session.isOver === true) {
        return;
      }
    }
  };

  const accept = (brokerId: number) => (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    // A client that is gone is nothing to report; the loop over its requests ends with it.
    socket.on("error", () => {});
    serve(socket, brokerId)
      .catch((error: unknown) => {
        const isClients = error instanceof MalformedRequest || socket.destroyed;
        if (!isClients) {
          process.emitWarning(error instanceof Error ? error : String(error));
        }
      })
      .finally(() => socket.destroy());
  };

  const servers: { readonly id: number; readonly server: Server }[] = state.brokers.map(({ id }) => ({
    id,
    server: createServer(accept(id)),
  }));

  return {
    listen: async () => {
      for (const { id, server } of servers) {
        addresses.set(id, { host: HOST, port: await listenOnLoopback(server) });
      }
      return [...addresses.values()].map(({ host, port }) => `${host}:${port}`);
    },
    close: async () => {
      for (const socket of sockets) {
        socket.destroy();
      }
      const listening = servers.filter(({ server }) => server.listening);
      await Promise.all(listening.map(({ server }) => new Promise<void>((resolve) => server.close(() => resolve()))));
    },
  };
}
