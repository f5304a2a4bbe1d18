import net from "node:net";
import { listenOnLoopback } from "../../../src/sandbox/listening.ts";
import type { Random } from "../random.ts";
import { ENCODINGS } from "./encodings.ts";

export interface TellingBroker {
  /** host:port */
  readonly address: string;
  close(): Promise<void>;
}

const SIZE_BYTES = 4;
const [API_VERSIONS, SASL_HANDSHAKE, SASL_AUTHENTICATE] = [18, 17, 36];
const [NONE, UNSUPPORTED_SASL_MECHANISM, SASL_AUTHENTICATION_FAILED, UNKNOWN] = [0, 33, 58, -1];
/** The requests that are offered, each in its first two versions: what clients ask before they log in. */
const OFFERED = [API_VERSIONS, SASL_HANDSHAKE, SASL_AUTHENTICATE, 3, 9, 10];

/** A broker that takes every login, knows the password and tells it: in the mechanisms that it offers, in its refusals and in SCRAM's own messages. */
export async function tellingBroker(random: Random, secrets: readonly string[]): Promise<TellingBroker> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    let held = Buffer.alloc(0);
    socket.on("data", (chunk: Buffer) => {
      held = Buffer.concat([held, chunk]);
      while (held.length >= SIZE_BYTES && held.length >= SIZE_BYTES + held.readInt32BE(0)) {
        const frame = held.subarray(SIZE_BYTES, SIZE_BYTES + held.readInt32BE(0));
        held = held.subarray(SIZE_BYTES + frame.length);
        answer(socket, frame);
      }
    });
  });

  function told(): string {
    return random.pick(ENCODINGS).encode(random.pick(secrets));
  }

  function answer(socket: net.Socket, frame: Buffer): void {
    const [key, version] = [frame.readInt16BE(0), frame.readInt16BE(2)];
    const body = bodyOf(key, version, frame);
    if (random.chance(0.1)) return void socket.end(`${told()}\r\n`);
    const head = Buffer.alloc(2 * SIZE_BYTES);
    head.writeInt32BE(SIZE_BYTES + body.length, 0);
    frame.copy(head, SIZE_BYTES, 4, 8);
    socket.write(Buffer.concat([head, body]));
  }

  function bodyOf(key: number, version: number, frame: Buffer): Buffer {
    if (key === API_VERSIONS) return Buffer.concat([int16(NONE), array(OFFERED.map((one) => int16(one, 0, 1)))]);
    if (key === SASL_HANDSHAKE) {
      const refuses = random.chance(0.3);
      const offered = refuses ? [told(), told()] : ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", told()];
      return Buffer.concat([int16(refuses ? UNSUPPORTED_SASL_MECHANISM : NONE), array(offered.map(text))]);
    }
    if (key !== SASL_AUTHENTICATE) return Buffer.from(told());
    const lifetime = version >= 1 ? Buffer.alloc(8) : Buffer.alloc(0);
    if (random.chance(0.4)) {
      const code = random.pick([SASL_AUTHENTICATION_FAILED, UNKNOWN]);
      return Buffer.concat([int16(code), text(told()), bytes(told()), lifetime]);
    }
    // The begin of SCRAM's answer must repeat the client's nonce; its error field is the server's to fill.
    const nonce = /r=([^,]*)/.exec(frame.toString("latin1"))?.[1] ?? "";
    const said = random.pick([
      `e=${told()}`,
      `r=${nonce}${told().replaceAll(",", "")},s=${Buffer.from("salt").toString("base64")},i=4096`,
      `r=${nonce}x,s=${told()},i=${told()}`,
      `v=${told()}`,
    ]);
    return Buffer.concat([int16(NONE), int16(-1), bytes(said), lifetime]);
  }

  return {
    address: `127.0.0.1:${await listenOnLoopback(server)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function int16(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(2 * values.length);
  values.forEach((value, index) => buffer.writeInt16BE(value, 2 * index));
  return buffer;
}

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(SIZE_BYTES);
  buffer.writeInt32BE(value);
  return buffer;
}

function text(value: string): Buffer {
  return Buffer.concat([int16(Buffer.byteLength(value)), Buffer.from(value)]);
}

function bytes(value: string): Buffer {
  return Buffer.concat([int32(Buffer.byteLength(value)), Buffer.from(value)]);
}

function array(items: readonly Buffer[]): Buffer {
  return Buffer.concat([int32(items.length), ...items]);
}
