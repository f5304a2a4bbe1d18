import type { Found } from "./found.ts";

const WORDS = /^(?:[A-Za-z][a-z]*(?:[-_. ][a-z]+)*|[A-Z]+(?:[-_. ][A-Z]+)*)$/;

/**
 * A secret that reads like ordinary text: fewer than four characters, fewer than twelve that are words and nothing else ("true", "ml", "feature-api"),
 * fewer than eight digits, or a short word with a number ("v2"). Replaced wherever it stands it would shred a report and protect nothing, so it is
 * replaced only where a secret stands: behind a name such as `password`, in a URL's credentials, and in an encoded form.
 */
export function isOrdinary(secret: string): boolean {
  if (secret.length < 4) return true;
  if (secret.length < 12 && WORDS.test(secret)) return true;
  return /^\d{1,7}$/.test(secret) || (secret.length < 6 && /^[A-Za-z]+[-_.]?\d{1,2}$/.test(secret));
}

/** Finds an ordinary secret where it is one. */
export interface OrdinarySecret {
  find(text: string): readonly Found[];
}

export function ordinarySecret(secret: string, token: string): OrdinarySecret {
  const literal = secret.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  // Most texts do not hold it at all, which is told several times sooner than whether it stands where a secret does.
  const anywhere = new RegExp(literal, "i");
  // The first group stands in front of it, and stays.
  const asSecret = new RegExp(
    `((?:passw\\w{0,20}|passphrase|secret|token|credentials?|api[-_]?key|bearer|basic)\\\\?["']?\\s{0,3}[:=]?\\s{0,3}\\\\?["']?|://[^/\\s:@]{0,100}:)${literal}(?![\\w-])`,
    "gi",
  );
  return {
    find(text) {
      if (!anywhere.test(text)) return [];
      return [...text.matchAll(asSecret)].map(({ 0: whole, 1: before = "", index }) => ({
        start: index + before.length,
        end: index + whole.length,
        token,
      }));
    },
  };
}
