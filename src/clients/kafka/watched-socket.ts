import net from "node:net";
import tls from "node:tls";
import type { BrokerAddress } from "./kafka-settings.ts";

/** What answers there, by its first bytes; null before any came. */
export type Speaks = "kafka" | "http" | "tls" | "something else";

/** Codes of errors that this file raises. */
export const NOT_KAFKA = "ERR_NOT_KAFKA";

/** A broker's answers begin with their length; what is longer than this is no answer but another protocol's text. */
const LONGEST_ANSWER_BYTES = 256 * 1_024 * 1_024;

export interface SocketWatch {
  readonly speaks: () => Speaks | null;
  readonly open: (address: BrokerAddress, options: tls.ConnectionOptions | null, onConnect: () => void) => net.Socket;
  /** Ends all that were opened: what still waits for an answer fails with this error. */
  readonly destroy: (error: Error) => void;
}

/** Opens a broker's sockets and looks at what first comes back, so that a mistaken port is named as what it is instead of being waited for. */
export function watchSockets(): SocketWatch {
  const sockets = new Set<net.Socket>();
  let seen: Speaks | null = null;
  return {
    speaks: () => seen,
    open({ host, port }, options, onConnect) {
      const name = net.isIP(host) === 0 ? { servername: host } : {};
      const socket =
        options === null
          ? net.connect({ host, port }, onConnect)
          : tls.connect({ host, port, ...name, ...options }, onConnect);
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
      socket.once("data", (data: Buffer) => {
        seen = language(data);
        if (seen !== "kafka") socket.destroy(Object.assign(new Error(`${seen} answered`), { code: NOT_KAFKA }));
      });
      return socket;
    },
    destroy(error) {
      for (const socket of sockets) socket.destroy(error);
    },
  };
}

function language(data: Buffer): Speaks {
  // An alert of TLS: its type, then the version's major number.
  if (data[0] === 0x15 && data[1] === 0x03) return "tls";
  if (data.subarray(0, 5).toString("latin1") === "HTTP/") return "http";
  return data.length < 4 || data.readUInt32BE(0) <= LONGEST_ANSWER_BYTES ? "kafka" : "something else";
}

/** Whether a TLS handshake succeeds there, whoever answers; for words on a connection that was closed without any. */
export function speaksTls({ host, port }: BrokerAddress, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    // Nothing is sent over it: it is only asked what it is.
    const socket = tls.connect({ host, port, rejectUnauthorized: false, timeout: timeoutMs });
    const end = (answer: boolean) => () => {
      resolve(answer);
      socket.destroy();
    };
    socket.once("secureConnect", end(true)).once("error", end(false)).once("timeout", end(false));
  });
}
