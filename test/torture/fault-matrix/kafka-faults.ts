import type net from "node:net";
import type { KafkaExchange } from "./kafka-front.ts";

/** One way in which a Kafka broker, or what stands in its place, fails those who ask it. */
export interface KafkaFault {
  readonly name: string;
  readonly says: RegExp | null;
  readonly harmless?: true;
  readonly large?: true;
  readonly connection?: (socket: net.Socket) => void;
  readonly answer?: (exchange: KafkaExchange) => void;
  readonly way?:
    | "refused"
    | "unresolved"
    | "expired"
    | "wrong host"
    | "tls for a plain client"
    | "plain for a tls client";
  /** Something else than the sandbox's brokers behind it. */
  readonly behind?: "no rights" | "passwords" | "no such topic" | "no leader";
}

const PULSE_MS = 50;
/** A size, a request's number, and then whatever. */
const HEADER_BYTES = 8;

/** Every fault of a broker; the rows of Kafka's table. */
export const kafkaFaults: readonly KafkaFault[] = [
  { name: "connection refused", says: /connection refused/, way: "refused" },
  {
    name: "reset",
    says: /closed the connection|closes the connection/,
    connection: (socket) => void socket.once("data", () => socket.resetAndDestroy()),
    answer: ({ socket }) => void socket.resetAndDestroy(),
  },
  {
    name: "accepted, then silence",
    says: /does not answer/,
    connection: (socket) => void socket.resume(),
    answer: () => undefined,
  },
  { name: "slow answer", says: /does not answer/, answer: slowly },
  {
    name: "truncated answer",
    says: /closed the connection/,
    answer: ({ socket, frame }) => void socket.end(frame.subarray(0, Math.ceil(frame.length / 2))),
  },
  { name: "endless answer", says: /larger than 16 MB|no Kafka broker/, large: true, answer: endless },
  {
    name: "huge length before an answer",
    says: /larger than 16 MB|no Kafka broker/,
    answer: (exchange) => lengthOf(exchange, 0x7fffffff),
  },
  {
    name: "negative length before an answer",
    says: /no Kafka broker|cannot be read/,
    answer: (exchange) => lengthOf(exchange, -2),
  },
  {
    name: "answer to another request",
    says: /does not answer/,
    answer({ socket, frame }) {
      frame.writeInt32BE(frame.readInt32BE(4) + 1_000_000, 4);
      socket.write(frame);
    },
  },
  {
    name: "garbled answer, 0xff",
    says: /Kafka says .*UNKNOWN|cannot be read/,
    answer: (exchange) => filled(exchange, 0xff),
  },
  {
    name: "garbled answer, 0x7f",
    says: /cannot be read/,
    large: true,
    answer: (exchange) => filled(exchange, 0x7f),
  },
  { name: "answer without fields", says: /cannot be read/, answer: bare },
  {
    name: "HTTP server",
    says: /an HTTP server answers there/,
    connection: (socket) =>
      void socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")),
  },
  { name: "TLS where plain is meant", says: /speaks TLS/, way: "tls for a plain client" },
  { name: "plain where TLS is meant", says: /speaks no TLS|does not speak TLS/, way: "plain for a tls client" },
  { name: "expired certificate", says: /certificate has expired/, way: "expired" },
  { name: "certificate of another host", says: /certificate is for another name/, way: "wrong host" },
  { name: "credentials demanded (as 401)", says: /wants SASL credentials/, behind: "passwords" },
  { name: "no rights by ACL (as 403)", says: /may not/, behind: "no rights" },
  {
    name: "no such topic (as 404)",
    says: /no such topic|no such group|does not exist|no commit/,
    behind: "no such topic",
  },
  { name: "no leader (as 503)", says: /no leader/, behind: "no leader" },
  { name: "name that does not resolve", says: /does not exist in DNS/, way: "unresolved" },
  { name: "proxy variables set", says: null, harmless: true },
];

function slowly({ socket, frame }: KafkaExchange): void {
  let sent = 0;
  const timer = setInterval(() => {
    if (sent < frame.length) socket.write(frame.subarray(sent, ++sent));
  }, PULSE_MS);
  socket.once("close", () => clearInterval(timer));
  if (socket.destroyed) clearInterval(timer);
}

function lengthOf({ socket, frame }: KafkaExchange, length: number): void {
  frame.writeInt32BE(length, 0);
  socket.write(frame);
}

function endless({ socket, frame }: KafkaExchange): void {
  // What the socket's watch takes for the most that an answer can be.
  frame.writeInt32BE(200 * 1024 * 1024, 0);
  socket.write(frame);
  const piece = Buffer.alloc(64 * 1024);
  const more = (): void => {
    while (!socket.destroyed && socket.write(piece));
  };
  socket.on("drain", more);
  more();
}

function filled({ socket, frame }: KafkaExchange, byte: number): void {
  socket.write(frame.fill(byte, HEADER_BYTES));
}

function bare({ socket, frame }: KafkaExchange): void {
  const cut = Buffer.from(frame.subarray(0, HEADER_BYTES));
  cut.writeInt32BE(HEADER_BYTES - 4, 0);
  socket.write(cut);
}
