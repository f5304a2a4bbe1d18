import type { Canary } from "./canaries.ts";
import { ENCODINGS } from "./encodings.ts";

/** So much of a canary in one piece is a part of it told, and no chance: of random letters there are 36^10 such pieces. */
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
  readonly #pieces = new Map<string, readonly [Canary, string]>();

  constructor(canaries: readonly Canary[]) {
    for (const canary of canaries)
      for (const { name, encode, lead } of ENCODINGS) {
        const form = joined(encode(canary.value).slice(lead));
        for (let at = 0; at + PIECE <= form.length; at += 1) {
          const piece = form.slice(at, at + PIECE);
          if (!this.#pieces.has(piece)) this.#pieces.set(piece, [canary, name]);
        }
      }
  }

  /** One for each canary that is found. */
  find(text: string): readonly Found[] {
    const found = new Map<Canary, Found>();
    const searched = joined(text);
    for (let at = 0; at + PIECE <= searched.length; at += 1) {
      const hit = this.#pieces.get(searched.slice(at, at + PIECE));
      if (hit === undefined || found.has(hit[0])) continue;
      const excerpt = searched.slice(Math.max(0, at - 70), at + 60);
      found.set(hit[0], { canary: hit[0], encoding: hit[1], excerpt });
    }
    return [...found.values()];
  }
}

/** Without colours and breaks, in small letters. */
function joined(text: string): string {
  return text.replaceAll(/\u001b\[[0-?]*[ -/]*[@-~]|\s/g, "").toLowerCase();
}
