import http from "node:http";
import https from "node:https";
import { connect, isIP, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { createSecureContext, type SecureContext } from "node:tls";
import type { TlsSettings } from "./send-request.ts";

/** The sockets that were begun early, and whether they stood before they were taken. */
const early = new WeakMap<Duplex, boolean>();

/** Whether this connection was begun before there was anything to send: "connected" when it stood by then as well. */
export function begunEarly(socket: Duplex): "no" | "connecting" | "connected" {
  const stood = early.get(socket);
  return stood === undefined ? "no" : stood ? "connected" : "connecting";
}

/** An agent whose first connections can be begun before there is anything to send. */
export interface EarlyAgent {
  readonly agent: http.Agent;
  /** Begins so many connections to the host of `url`. Nothing is sent on them but TLS's greeting; one that fails, or is not used, is nobody's trouble. */
  connect(url: URL, tls: TlsSettings, count: number): void;
  close(): void;
}

/** TLS costs the processor what a connection costs the network: two are ready for the first requests, the others while those are answered. */
const GREETED_EARLY = 2;

interface Begun {
  readonly tcp: Socket;
  /** Begins TLS over it once it stands, the first time it is called; rejects where it never does. null: none is wanted. */
  readonly tls: (() => Promise<Socket>) | null;
}

/** One for http or https, its connections kept alive, at most `maxSockets` of them. */
export function earlyAgent(secure: boolean, maxSockets = Number.POSITIVE_INFINITY): EarlyAgent {
  const ready: Begun[] = [];
  /** Taken, and waited for. */
  const awaited = new Set<Socket>();
  let closed = false;
  class Early extends (secure ? https.Agent : http.Agent) {
    override createConnection(options: http.ClientRequestArgs, done: (error: Error | null, stream: Duplex) => void) {
      const begun = ready.shift();
      if (begun === undefined) return super.createConnection(options, done);
      begun.tcp.ref();
      if (begun.tls === null) return begun.tcp;
      awaited.add(begun.tcp);
      setImmediate(() => {
        for (const { tls } of ready) void tls?.();
      });
      void this.#give(begun.tls(), () => super.createConnection(options, done) as Socket, done).finally(() =>
        awaited.delete(begun.tcp),
      );
      return undefined;
    }
    /** What is wrong with a connection is said by one that the request makes for itself. */
    async #give(tls: Promise<Socket>, anew: () => Socket, done: (error: Error | null, stream: Duplex) => void) {
      try {
        done(null, await tls.catch((error: unknown) => (closed ? Promise.reject(error) : anew())));
      } catch (error) {
        done(error as Error, undefined as never);
      }
    }
    greet(options: https.RequestOptions & { readonly socket: Socket }): Socket {
      return super.createConnection(options) as Socket;
    }
  }
  const agent = new Early({ keepAlive: true, maxSockets });

  function keep(begun: Begun, socket: Socket, standing: "connect" | "secureConnect"): void {
    early.set(socket, false);
    socket.once(standing, () => early.set(socket, true));
    const forget = () => {
      const at = ready.indexOf(begun);
      if (at !== -1) ready.splice(at, 1);
    };
    socket.on("error", forget);
    socket.on("close", forget);
  }

  return {
    agent,
    connect(url, tls, count) {
      const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
      const place = { host, port: Number(url.port || (secure ? 443 : 80)) };
      // As Node's agent does by itself: no name where there is but an address, and no other protocol than the one that is spoken.
      const greeting = { servername: isIP(host) === 0 ? host : "", ALPNProtocols: ["http/1.1"], ...place, ...tls };
      const context = secure ? madeMeanwhile(tls) : null;
      for (let begins = 0; begins < count; begins += 1) {
        const tcp = connect({ ...place, noDelay: true }).unref();
        const stands = connected(tcp);
        const greet = async (use: () => { readonly secureContext: SecureContext }): Promise<Socket> => {
          await stands;
          const socket = agent.greet({ ...greeting, ...use(), socket: tcp });
          keep(begun, socket, "secureConnect");
          return socket;
        };
        const begun: Begun = { tcp, tls: context && onceQuietly(() => greet(context)) };
        keep(begun, tcp, "connect");
        ready.push(begun);
        if (begins < GREETED_EARLY) void begun.tls?.();
      }
    },
    close() {
      closed = true;
      for (const tcp of [...ready.splice(0).map(({ tcp }) => tcp), ...awaited]) tcp.destroy();
      agent.destroy();
    },
  };
}

/** Reading the certificates takes as long as reaching a server: it is done while the first connection is on its way, once for all of them. */
function madeMeanwhile(tls: TlsSettings): () => { readonly secureContext: SecureContext } {
  let made: { readonly secureContext: SecureContext } | null = null;
  const context = () => (made ??= { secureContext: createSecureContext(tls) });
  setImmediate(() => {
    try {
      context();
    } catch {
      // Whoever asks for it is told.
    }
  });
  return context;
}

function connected(tcp: Socket): Promise<void> {
  const stands = new Promise<void>((resolve, reject) => {
    tcp.once("connect", resolve);
    tcp.once("close", () => reject(new Error("closed before it stood")));
  });
  stands.catch(() => undefined);
  return stands;
}

/** Where nobody waits for it, its failure is nobody's trouble. */
function onceQuietly<T>(begin: () => Promise<T>): () => Promise<T> {
  let begun: Promise<T> | null = null;
  return () => {
    if (begun === null) {
      begun = begin();
      begun.catch(() => undefined);
    }
    return begun;
  };
}
