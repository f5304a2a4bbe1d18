const FIRST_BYTES = 256;

/** Writes the primitive types of Kafka's protocol one after the other, into a buffer that grows. */
export class WireWriter {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES);
  #length = 0;

  /** Where the next `length` bytes go. */
  #room(length: number): number {
    const start = this.#length;
    if (start + length > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, start + length));
      this.#bytes.copy(larger, 0, 0, start);
      this.#bytes = larger;
    }
    this.#length += length;
    return start;
  }

  get length(): number {
    return this.#length;
  }

  /** What was written. */
  toBuffer(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Begins anew in the same memory: what was handed out before is overwritten. */
  clear(): this {
    this.#length = 0;
    return this;
  }

  /** All that another writer has. */
  append(other: WireWriter): this {
    const start = this.#room(other.#length);
    other.#bytes.copy(this.#bytes, start, 0, other.#length);
    return this;
  }

  int8(value: number): this {
    const start = this.#room(1);
    this.#bytes.writeInt8(value, start);
    return this;
  }

  int16(value: number): this {
    const start = this.#room(2);
    this.#bytes.writeInt16BE(value, start);
    return this;
  }

  int32(value: number): this {
    const start = this.#room(4);
    this.#bytes.writeInt32BE(value, start);
    return this;
  }

  uint32(value: number): this {
    const start = this.#room(4);
    this.#bytes.writeUInt32BE(value, start);
    return this;
  }

  int64(value: number): this {
    const start = this.#room(8);
    this.#bytes.writeBigInt64BE(BigInt(value), start);
    return this;
  }

  boolean(value: boolean): this {
    return this.int8(value ? 1 : 0);
  }

  raw(bytes: Uint8Array): this {
    const start = this.#room(bytes.length);
    this.#bytes.set(bytes, start);
    return this;
  }

  /** A record's text: its bytes, and before them their number; null: none, which is not the empty text. */
  varintText(value: string | null): this {
    if (value === null) {
      return this.varint(-1);
    }
    const length = Buffer.byteLength(value, "utf8");
    this.varint(length);
    const start = this.#room(length);
    this.#bytes.write(value, start, "utf8");
    return this;
  }

  string(value: string): this {
    const bytes = Buffer.from(value, "utf8");
    return this.int16(bytes.length).raw(bytes);
  }

  nullableString(value: string | null): this {
    return value === null ? this.int16(-1) : this.string(value);
  }

  bytes(value: Uint8Array): this {
    return this.int32(value.length).raw(value);
  }

  array<T>(items: readonly T[], write: (writer: this, item: T) => void): this {
    this.int32(items.length);
    for (const item of items) {
      write(this, item);
    }
    return this;
  }

  unsignedVarint(value: number): this {
    let rest = value;
    while (rest > 0x7f) {
      this.#byte((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    return this.#byte(rest);
  }

  /** Zigzag: 0, -1, 1, -2, … are 0, 1, 2, 3, …; one encoding for the protocol's varint and varlong. */
  varint(value: number): this {
    return this.unsignedVarint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  #byte(value: number): this {
    const start = this.#room(1);
    this.#bytes.writeUInt8(value, start);
    return this;
  }

  compactString(value: string): this {
    const bytes = Buffer.from(value, "utf8");
    return this.unsignedVarint(bytes.length + 1).raw(bytes);
  }

  compactNullableString(value: string | null): this {
    return value === null ? this.unsignedVarint(0) : this.compactString(value);
  }

  compactArray<T>(items: readonly T[], write: (writer: this, item: T) => void): this {
    this.unsignedVarint(items.length + 1);
    for (const item of items) {
      write(this, item);
    }
    return this;
  }

  noTags(): this {
    return this.unsignedVarint(0);
  }
}
