import type { Random } from "../random.ts";

export interface Damage {
  readonly what: string;
  readonly bytes: Uint8Array;
}

/** The bytes, changed in one place: a byte, a cut, a hole, an insertion, or a line that is lost, doubled or moved. */
export function damage(whole: Uint8Array, random: Random): Damage {
  for (;;) {
    const done = random.pick(kinds)(whole, random);
    if (Buffer.compare(done.bytes, whole) !== 0) return done;
  }
}

/** 1-based: the first line in which the two differ. */
export function firstChangedLine(whole: Uint8Array, bytes: Uint8Array): number {
  let line = 1;
  for (let at = 0; at < whole.length && at < bytes.length && whole[at] === bytes[at]; at += 1)
    if (whole[at] === 10) line += 1;
  return line;
}

const kinds: readonly ((whole: Uint8Array, random: Random) => Damage)[] = [
  (whole, random) => {
    const at = random.below(whole.length);
    const bytes = Uint8Array.from(whole);
    bytes[at] = random.below(256);
    return { what: `byte ${at} became ${bytes[at]}`, bytes };
  },
  (whole, random) => {
    const at = random.below(whole.length);
    return { what: `cut at byte ${at}`, bytes: whole.slice(0, at) };
  },
  (whole, random) => {
    const at = random.below(whole.length);
    const length = 1 + random.below(300);
    return { what: `${length} bytes lost at ${at}`, bytes: joined(whole.slice(0, at), whole.slice(at + length)) };
  },
  (whole, random) => {
    const at = random.below(whole.length);
    const zeros = new Uint8Array(1 + random.below(4_096));
    return { what: `${zeros.length} zero bytes at ${at}`, bytes: joined(whole.slice(0, at), zeros, whole.slice(at)) };
  },
  (whole, random) => {
    const lines = linesOf(whole);
    const [lost] = lines.splice(random.below(lines.length), 1);
    return { what: `a line of ${lost?.length} bytes lost`, bytes: joined(...lines) };
  },
  (whole, random) => {
    const lines = linesOf(whole);
    const at = random.below(lines.length);
    lines.splice(at, 0, ...lines.slice(at, at + 1));
    return { what: `line ${at + 1} twice`, bytes: joined(...lines) };
  },
  (whole, random) => {
    const lines = linesOf(whole);
    const from = random.below(lines.length);
    const to = random.below(lines.length);
    lines.splice(to, 0, ...lines.splice(from, 1));
    return { what: `line ${from + 1} moved to ${to + 1}`, bytes: joined(...lines) };
  },
];

function linesOf(whole: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let from = 0; from < whole.length;) {
    const newline = whole.indexOf(10, from);
    lines.push(whole.slice(from, newline + 1));
    from = newline + 1;
  }
  return lines;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}
