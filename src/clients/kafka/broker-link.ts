import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import Broker from "kafkajs/src/broker/index.js";
import logging from "kafkajs/src/loggers/index.js";
import ConnectionPool from "kafkajs/src/network/connectionPool.js";
import type { Protocol } from "kafkajs/src/protocol/requests/index.js";
import { ClientError } from "../client-error.ts";
import { boundCounts } from "./bounded-decoder.ts";
import { chosenProtocol, type KafkaRequest } from "./kafka-request.ts";
import { linkFailure } from "./link-failure.ts";
import { addressWords, type BrokerAddress, type LoadedSettings } from "./kafka-settings.ts";
import { CLOSED_HERE, watchSockets } from "./watched-socket.ts";

export interface LinkLimits {
  /** For a request, milliseconds. */
  readonly timeoutMs: number;
  /** How this program names itself to the broker. */
  readonly clientId: string;
}

/** One broker. Connects with its first request; after a failure the next one connects anew. */
export interface BrokerLink {
  readonly address: BrokerAddress;
  /** Whether the broker knows an API at all; connects when it must. */
  knows(apiKey: number, signal: AbortSignal): Promise<boolean>;
  /** Rejects with ClientError when no answer came; errors in the answer are the answer's. */
  send<T>(request: KafkaRequest<T>, signal: AbortSignal): Promise<T>;
  close(): void;
}

/** A broker in reach answers its first question in milliseconds. */
const CONNECT_MS = 4_000;

function connectMs({ timeoutMs }: LinkLimits): number {
  return Math.min(CONNECT_MS, timeoutMs);
}

interface Connected {
  readonly broker: Broker;
  readonly watch: ReturnType<typeof watchSockets>;
}

boundCounts();

const silent = logging.createLogger({ level: 0, logCreator: () => () => undefined });

/** `advertised`: the address comes from the cluster itself rather than from bigops.yaml. */
export function brokerLink(
  address: BrokerAddress,
  settings: LoadedSettings,
  limits: LinkLimits,
  advertised: boolean,
): BrokerLink {
  let opening: Promise<Connected> | null = null;
  let current: Connected | null = null;
  let answered = false;

  function dial(): Connected {
    const watch = watchSockets();
    const connectionPool = new ConnectionPool({
      host: address.host,
      port: address.port,
      ssl: settings.tls,
      // The library keeps its authenticator in this object.
      sasl: settings.sasl && { ...settings.sasl },
      clientId: limits.clientId,
      connectionTimeout: connectMs(limits),
      requestTimeout: limits.timeoutMs,
      socketFactory: ({ onConnect }) => watch.open(address, settings.tls, onConnect),
      logger: silent,
    });
    for (const { requestQueue } of connectionPool.pool) {
      // Without anything pending it would set a timer with a negative delay, about which newer Nodes warn on stderr.
      const check = requestQueue.scheduleCheckPendingRequests.bind(requestQueue);
      requestQueue.scheduleCheckPendingRequests = () => {
        if (requestQueue.pending.length > 0) check();
      };
    }
    const broker = new Broker({
      connectionPool,
      logger: silent,
      allowAutoTopicCreation: false,
      authenticationTimeout: connectMs(limits),
    });
    return { broker, watch };
  }

  /** kafkajs gives a broker's first answer as long as any other. */
  async function withinConnectTime(connecting: Promise<void>): Promise<void> {
    const limit = new AbortController();
    const late = sleep(connectMs(limits) + 100, undefined, { signal: limit.signal }).then(() => {
      throw Object.assign(new Error("no first answer"), { name: "KafkaJSRequestTimeoutError" });
    });
    late.catch(() => undefined);
    try {
      await Promise.race([connecting, late]);
    } finally {
      limit.abort();
    }
  }

  async function connected(signal: AbortSignal): Promise<Connected> {
    opening ??= (async () => {
      const dialled = dial();
      current = dialled;
      try {
        await withinConnectTime(dialled.broker.connect());
        return dialled;
      } catch (error) {
        drop(dialled);
        throw await linkFailure(error, {
          address,
          settings,
          advertised,
          watch: dialled.watch,
          phase: "connect",
          answered,
        });
      }
    })();
    opening.catch(() => undefined);
    return abortable(opening, signal, drop);
  }

  function drop(dialled: Connected | null = current): void {
    if (dialled === null) return;
    if (dialled === current) {
      current = null;
      opening = null;
    }
    for (const { requestQueue } of dialled.broker.connectionPool.pool) requestQueue.destroy();
    dialled.watch.destroy(Object.assign(new Error("closed"), { code: CLOSED_HERE }));
  }

  return {
    address,
    async knows(apiKey, signal) {
      return (await connected(signal)).broker.versions?.[apiKey] !== undefined;
    },
    async send(request, signal) {
      const live = await connected(signal);
      const protocol = chosenProtocol(request, live.broker.versions ?? {}, addressWords(address));
      try {
        const decoded = await abortable(live.broker.connectionPool.send(unparsed(protocol)), signal);
        answered = true;
        return request.read(decoded as never);
      } catch (error) {
        if (error instanceof ClientError || signal.aborted) throw error;
        drop(live);
        throw await linkFailure(error, {
          address,
          settings,
          advertised,
          watch: live.watch,
          phase: request.what,
          answered,
        });
      }
    },
    close: () => drop(),
  };
}

/** kafkajs throws at the first error of an answer and loses the rest of it; here every partition's answer counts. */
function unparsed({ request, response }: Protocol): Protocol {
  return {
    request,
    response: { decode: (payload) => response.decode(payload), parse: (decoded) => Promise.resolve(decoded) },
  };
}

/** Whoever asked no longer waits; `onAbort` ends what nobody waits for. */
async function abortable<T>(work: Promise<T>, signal: AbortSignal, onAbort: () => void = () => undefined): Promise<T> {
  work.catch(() => undefined);
  // Many brokers are asked at the same time by the same signal.
  setMaxListeners(0, signal);
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(new ClientError("aborted", "asking Kafka was stopped before it answered", "run it again"));
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } catch (error) {
    if (signal.aborted) onAbort();
    throw error;
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
