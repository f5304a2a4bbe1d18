import net from "node:net";
import tls from "node:tls";
import { answerLengths, LONGEST_ANSWER_BYTES } from "./answer-lengths.ts";
import type { BrokerAddress } from "./kafka-settings.ts";

/** What answers there, by its first bytes; null before any came. */
export type Speaks = "kafka" | "http" | "tls" | "something else";

/** Codes of errors that this file raises. */
export const NOT_KAFKA = "ERR_NOT_KAFKA";
export const CLOSED_HERE = "ERR_CLOSED_HERE";
export const TOO_LONG = "ERR_KAFKA_ANSWER_TOO_LONG";
export const UNREADABLE = "ERR_KAFKA_ANSWER_UNREADABLE";

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
      guard(socket, (data) => {
        if (seen !== null) return null;
        seen = language(data);
        return seen === "kafka" ? null : NOT_KAFKA;
      });
      return socket;
    },
    destroy(error) {
      for (const socket of sockets) socket.destroy(error);
    },
  };
}

/**
 * kafkajs reads what comes as it comes: an answer without an end fills the memory, and one that is none throws where nobody listens, which would end
 * this process. Both end the connection instead.
 */
function guard(socket: net.Socket, refuses: (data: Buffer) => string | null): void {
  const emit = socket.emit.bind(socket);
  const wrongLength = answerLengths();
  const faultOf = (data: Buffer): string | null => {
    const refused = refuses(data);
    const length = refused === null ? wrongLength(data) : null;
    return refused ?? (length === null ? null : length > 0 ? TOO_LONG : UNREADABLE);
  };
  const taken = (data: Buffer): boolean => {
    if (socket.destroyed) return false;
    let code = faultOf(data);
    try {
      if (code === null) return emit("data", data);
    } catch {
      code = UNREADABLE;
    }
    socket.destroy(Object.assign(new Error("an answer that is none"), { code }));
    return false;
  };
  socket.emit = (event: string | symbol, ...args: unknown[]): boolean =>
    event === "data" && Buffer.isBuffer(args[0]) ? taken(args[0]) : emit(event, ...args);
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
