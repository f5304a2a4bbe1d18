import http from "node:http";
import https from "node:https";
import { isIP, type Socket } from "node:net";
import type { Duplex } from "node:stream";
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

/** One for http or https, its connections kept alive, at most `maxSockets` of them. */
export function earlyAgent(secure: boolean, maxSockets = Number.POSITIVE_INFINITY): EarlyAgent {
  const ready: Socket[] = [];
  const take = (): Socket | null => {
    const socket = ready.shift() ?? null;
    socket?.ref();
    return socket;
  };
  class Early extends (secure ? https.Agent : http.Agent) {
    override createConnection(options: http.ClientRequestArgs, done?: (error: Error | null, stream: Duplex) => void) {
      return take() ?? super.createConnection(options, done);
    }
    begin(options: https.RequestOptions): Duplex | null | undefined {
      return super.createConnection(options);
    }
  }
  const agent = new Early({ keepAlive: true, maxSockets });
  return {
    agent,
    connect(url, tls, count) {
      const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
      const place = { host, port: Number(url.port || (secure ? 443 : 80)) };
      // As Node's agent does by itself: no name where there is but an address, and no other protocol than the one that is spoken.
      const greeting = { servername: isIP(host) === 0 ? host : "", ALPNProtocols: ["http/1.1"], ...tls };
      for (let begun = 0; begun < count; begun += 1) {
        const socket = agent.begin(secure ? { ...place, ...greeting } : place) as Socket;
        const forget = () => {
          const at = ready.indexOf(socket);
          if (at !== -1) ready.splice(at, 1);
        };
        early.set(socket, false);
        socket.once(secure ? "secureConnect" : "connect", () => early.set(socket, true));
        socket.on("error", forget);
        socket.on("close", forget);
        socket.unref();
        ready.push(socket);
      }
    },
    close() {
      for (const socket of ready.splice(0)) socket.destroy();
      agent.destroy();
    },
  };
}
