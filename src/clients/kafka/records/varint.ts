/** A zigzag number of variable length at a place; `next`: the place behind it. Beyond the end of the buffer zeros are read. */
export function readVarint(buffer: Buffer, at: number): { readonly value: number; readonly next: number } {
  let bits = 0n;
  let next = at;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = buffer[next] ?? 0;
    next += 1;
    bits |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  return { value: Number((bits >> 1n) ^ -(bits & 1n)), next };
}
