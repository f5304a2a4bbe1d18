import type { Readable } from "node:stream";
import { MalformedRequest } from "./malformed-request.ts";

const SIZE_BYTES = 4;

/**
 * The requests in a stream of bytes: each stands behind its size. Ends with the stream.
 * @throws MalformedRequest when a size is negative or above `mostBytes`: so end TLS and HTTP that knock at this port.
 */
export async function* frames(stream: Readable, mostBytes: number): AsyncGenerator<Buffer, void> {
  let chunks: Buffer[] = [];
  let buffered = 0;
  let wanted = SIZE_BYTES;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    buffered += chunk.length;
    while (buffered >= wanted) {
      const bytes = Buffer.concat(chunks);
      const size = bytes.readInt32BE(0);
      if (size < 0 || size > mostBytes) {
        throw new MalformedRequest(`a request of ${size} bytes; 0 to ${mostBytes} are accepted`);
      }
      const end = SIZE_BYTES + size;
      const isWhole = bytes.length >= end;
      chunks = [isWhole ? bytes.subarray(end) : bytes];
      buffered = isWhole ? bytes.length - end : bytes.length;
      wanted = isWhole ? SIZE_BYTES : end;
      if (isWhole) {
        yield bytes.subarray(SIZE_BYTES, end);
      }
    }
  }
}
