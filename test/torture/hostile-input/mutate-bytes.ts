import type { Random } from "../random.ts";
import { hostileText } from "./hostile-text.ts";

/** The bytes with one to four places changed: a byte, a cut, a hole, a hostile text put in, a piece doubled or moved; or only their beginning. */
export function mutateBytes(whole: Uint8Array, random: Random): Uint8Array {
  let bytes: Buffer = Buffer.from(whole);
  for (let left = 1 + random.below(4); left > 0; left -= 1) bytes = random.pick(KINDS)(bytes, random);
  return bytes;
}

/** As `mutateBytes`, of a text; what is no UTF-8 afterwards is read as a program reads it from a socket or a file. */
export function mutateText(text: string, random: Random): string {
  return new TextDecoder().decode(mutateBytes(new TextEncoder().encode(text), random));
}

const KINDS: readonly ((bytes: Buffer, random: Random) => Buffer)[] = [
  (bytes, random) => {
    const changed = Buffer.from(bytes);
    if (changed.length > 0) changed[random.below(changed.length)] = random.below(256);
    return changed;
  },
  (bytes, random) => {
    const changed = Buffer.from(bytes);
    const at = random.below(Math.max(1, changed.length));
    if (changed.length > 0) changed[at] = (changed[at] ?? 0) ^ (1 << random.below(8));
    return changed;
  },
  (bytes, random) => {
    const at = random.below(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), Buffer.from(hostileText(random)), bytes.subarray(at)]);
  },
  (bytes, random) => {
    const at = random.below(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(60))]);
  },
  (bytes, random) => {
    const at = random.below(bytes.length + 1);
    const piece = bytes.subarray(at, at + 1 + random.below(200));
    const to = random.below(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, to), piece, bytes.subarray(to)]);
  },
  (bytes, random) => (random.chance(0.3) ? bytes.subarray(0, random.below(bytes.length + 1)) : bytes),
];
