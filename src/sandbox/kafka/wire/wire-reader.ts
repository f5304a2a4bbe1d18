import { MalformedRequest } from "./malformed-request.ts";

/** Reads the primitive types of Kafka's protocol one after the other. Every read that leaves the bytes is a MalformedRequest. */
export class WireReader {
  readonly #bytes: Buffer;
  #position = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Where the next `length` bytes begin. */
  #take(length: number): number {
    const start = this.#position;
    if (length < 0 || start + length > this.#bytes.length) {
      throw new MalformedRequest(`${length} bytes wanted at ${start}, ${this.#bytes.length - start} are left`);
    }
    this.#position += length;
    return start;
  }

  int8(): number {
    return this.#bytes.readInt8(this.#take(1));
  }

  int16(): number {
    return this.#bytes.readInt16BE(this.#take(2));
  }

  int32(): number {
    return this.#bytes.readInt32BE(this.#take(4));
  }

  /** As a number: exact for offsets and for times. */
  int64(): number {
    return Number(this.#bytes.readBigInt64BE(this.#take(8)));
  }

  boolean(): boolean {
    return this.int8() !== 0;
  }

  #text(length: number): string {
    const start = this.#take(length);
    return this.#bytes.toString("utf8", start, start + length);
  }

  nullableString(): string | null {
    const length = this.int16();
    return length === -1 ? null : this.#text(length);
  }

  string(): string {
    return this.#text(this.int16());
  }

  bytes(): Buffer {
    const length = this.int32();
    const start = this.#take(length);
    return this.#bytes.subarray(start, start + length);
  }

  /** No element is smaller than a byte, so a count beyond the bytes left is a lie and never allocates. */
  #elements<T>(count: number, read: (reader: WireReader) => T): T[] {
    if (count < 0 || count > this.#bytes.length - this.#position) {
      throw new MalformedRequest(`an array of ${count} elements in ${this.#bytes.length - this.#position} bytes`);
    }
    return Array.from({ length: count }, () => read(this));
  }

  array<T>(read: (reader: WireReader) => T): T[] {
    return this.#elements(this.int32(), read);
  }

  nullableArray<T>(read: (reader: WireReader) => T): T[] | null {
    const count = this.int32();
    return count === -1 ? null : this.#elements(count, read);
  }

  unsignedVarint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.int8() & 0xff;
      value += (byte & 0x7f) * 2 ** shift;
      if ((byte & 0x80) === 0) {
        return value;
      }
    }
    throw new MalformedRequest("a variable-length integer of more than five bytes");
  }

  compactString(): string {
    return this.#text(this.unsignedVarint() - 1);
  }

  compactArray<T>(read: (reader: WireReader) => T): T[] {
    return this.#elements(this.unsignedVarint() - 1, read);
  }

  /** Tagged fields are optional by definition: none is understood here. */
  skipTags(): void {
    const count = this.unsignedVarint();
    for (let index = 0; index < count; index += 1) {
      this.unsignedVarint();
      this.#take(this.unsignedVarint());
    }
  }
}
