import { connect, type Socket } from "node:net";
import { WireWriter } from "../../../src/sandbox/kafka/wire/wire-writer.ts";

/** A request with its header, as bytes; the size before it. */
export function requestBytes(
  header: { readonly key: number; readonly version: number; readonly isFlexible?: boolean },
  body = new WireWriter(),
): Buffer {
  const head = new WireWriter().int16(header.key).int16(header.version).int32(42).nullableString("test");
  const rest = (header.isFlexible === true ? head.noTags() : head).raw(body.toBuffer()).toBuffer();
  return new WireWriter().int32(rest.length).raw(rest).toBuffer();
}

/** Sends bytes to "host:port" and returns all that comes back until the first whole answer, or until the broker closes. */
export async function sent(address: string, bytes: Uint8Array): Promise<{ answer: Buffer; closed: boolean }> {
  const [host = "", port = ""] = address.split(":");
  const socket: Socket = connect(Number(port), host);
  const chunks: Buffer[] = [];
  const whole = (): Buffer => Buffer.concat(chunks);
  return new Promise((resolve, reject) => {
    const done = (closed: boolean): void => {
      socket.destroy();
      resolve({ answer: whole(), closed });
    };
    socket.on("data", (chunk) => {
      chunks.push(chunk);
      if (whole().length >= 4 && whole().length >= 4 + whole().readInt32BE(0)) {
        done(false);
      }
    });
    socket.on("close", () => done(true));
    // A reset is a way to close, too.
    socket.on("error", (error: NodeJS.ErrnoException) => (error.code === "ECONNREFUSED" ? reject(error) : done(true)));
    socket.write(bytes);
  });
}
