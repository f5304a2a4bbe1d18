import type { Canary } from "./canaries.ts";
import { ENCODINGS } from "./encodings.ts";

/**
 * So much of a canary in one piece is a part of it told, and no chance: of random letters there are 36^10 such pieces. As many characters of it, where an
 * encoding writes several for each.
 */
const PIECE = 10;

export interface Found {
  readonly canary: Canary;
  readonly encoding: string;
  /** The text around it. */
  readonly excerpt: string;
}

/**
 * Looks for canaries in any encoding, whole or a piece of ten characters, in small and capital letters alike, also where a terminal broke the line in the
 * middle of one.
 */
export class Finder {
  /** By how long they are. */
  readonly #pieces = new Map<number, Map<string, readonly [Canary, string]>>();

  constructor(canaries: readonly Canary[]) {
    for (const canary of canaries)
      for (const { name, encode, lead, width = 1 } of ENCODINGS) {
        const form = joined(encode(canary.value).slice(lead));
        const size = PIECE * width;
        const pieces = this.#pieces.get(size) ?? new Map<string, readonly [Canary, string]>();
        this.#pieces.set(size, pieces);
        for (let at = 0; at + size <= form.length; at += 1) {
          const piece = form.slice(at, at + size);
          if (!pieces.has(piece)) pieces.set(piece, [canary, name]);
        }
      }
  }

  /** One for each canary that is found. */
  find(text: string): readonly Found[] {
    const found = new Map<Canary, Found>();
    const searched = joined(text);
    for (const [size, pieces] of this.#pieces)
      for (let at = 0; at + size <= searched.length; at += 1) {
        const hit = pieces.get(searched.slice(at, at + size));
        if (hit === undefined || found.has(hit[0])) continue;
        const excerpt = searched.slice(Math.max(0, at - 70), at + 60);
        found.set(hit[0], { canary: hit[0], encoding: hit[1], excerpt });
      }
    return [...found.values()];
  }
}

/** Without colours and breaks, in small letters, and with one backslash where JSON within JSON has several. */
function joined(text: string): string {
  return text
    .replaceAll(/\u001b\[[0-?]*[ -/]*[@-~]|\s/g, "")
    .replaceAll(/\\+/g, "\\")
    .toLowerCase();
}
