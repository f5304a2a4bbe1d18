/** A seeded stream of draws; the same seed gives the same stream on every machine. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** An integer in [from, to]. */
  between(from: number, to: number): number;
  /** `length` characters of the alphabet that Kubernetes uses for generated names. */
  suffix(length: number): string;
}

/** Kubernetes leaves vowels and look-alikes out of generated names. */
export const NAME_ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

/** FNV-1a, 32 bits, over UTF-16 code units; with a final avalanche, since neighbours such as "a1" and "a2" must differ widely. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** One draw in [0, 1) that depends on two 32-bit integers alone: for series, where a text for every second would be slow. */
export function drawAt(salt: number, index: number): number {
  let hash = Math.imul(salt ^ Math.imul(index, 0x9e3779b1), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 13), 0x27d4eb2f);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000;
}

/** One draw in [0, 1) that depends on the text alone. */
export function drawFrom(text: string): number {
  return hash32(text) / 0x1_0000_0000;
}

/** A UUID version 4 that depends on the text alone. */
export function uuidFrom(text: string): string {
  const hex = [0, 1, 2, 3].map((part) => hash32(`${part}:${text}`).toString(16).padStart(8, "0"));
  const all = hex.join("");
  const variant = "89ab"[hash32(`v:${text}`) % 4] ?? "8";
  return `${all.slice(0, 8)}-${all.slice(8, 12)}-4${all.slice(13, 16)}-${variant}${all.slice(17, 20)}-${all.slice(20, 32)}`;
}

/** Mulberry32 over the hash of seed and salt. */
export function randomFrom(seed: number, salt: string): Random {
  let state = hash32(`${seed}/${salt}`);
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  return {
    next,
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    suffix: (length) =>
      Array.from({ length }, () => NAME_ALPHABET[Math.floor(next() * NAME_ALPHABET.length)] ?? "b").join(""),
  };
}
