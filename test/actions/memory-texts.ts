import { createHash } from "node:crypto";
import type { KeptTexts } from "../../src/actions/action.ts";

/** Texts that are kept for one test. */
export function memoryTexts(): KeptTexts & { readonly texts: readonly string[] } {
  const byHash = new Map<string, string>();
  return {
    get texts() {
      return [...byHash.values()];
    },
    keep: async (text) => {
      const hash = createHash("sha256").update(text).digest("hex");
      byHash.set(hash, text);
      return hash;
    },
    read: async (hash) => byHash.get(hash) ?? null,
  };
}
