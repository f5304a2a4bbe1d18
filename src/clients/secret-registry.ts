import { apart, type Found, withTokens } from "./secrets/found.ts";
import { isOrdinary, ordinarySecret, type OrdinarySecret } from "./secrets/ordinary-secret.ts";
import { readings } from "./secrets/readings.ts";
import { secretForms } from "./secrets/secret-forms.ts";
import { SecretSearch } from "./secrets/secret-search.ts";
import { writtenSecrets } from "./secrets/written-secrets.ts";

/** The secrets that this process has loaded, so that none of them reaches a journal, a report or a screen. */
export interface SecretRegistry {
  /**
   * `name` says in the redacted text which one it was: the variable's or the file's name, never a part of the value. Of two names of one value the
   * first one stays.
   */
  add(name: string, value: string): void;
  /**
   * Replaces every known secret, also in its base64, URL-encoded, JSON-escaped and hexadecimal forms, in capital and small letters, and one that was cut
   * off, by `«secret NAME»`: everywhere the same. What was replaced before stays as it is.
   */
  redact(text: string): string;
}

/** An encoded form of an ordinary word is none itself from this length on. */
const MIN_ENCODED_WORD = 8;
/** A name may be, or hold, the value of a secret: PASSWORD is a password. */
const REPLACED = /(«secret [^«»]*»)/;

export function secretRegistry(): SecretRegistry {
  const search = new SecretSearch();
  const ordinary = new Map<string, OrdinarySecret>();
  const tokens = new Set<string>();
  const find = (text: string, endsAt?: (place: number) => boolean): readonly Found[] => {
    const found = search.find(text, endsAt);
    const words = [...ordinary.values()].flatMap((word) => word.find(text));
    return words.length === 0 ? found : [...found, ...words];
  };
  const withoutSecrets = (text: string): string => {
    const found = [...find(text)];
    for (const { text: meant, place } of readings(text)) {
      const isBroken = (at: number): boolean => place(at - 1, at).end < place(at, at + 1).start;
      for (const { start, end, token } of find(meant, isBroken)) found.push({ ...place(start, end), token });
    }
    return withTokens(text, apart(found));
  };
  return {
    add(name, value) {
      const token = `«secret ${name.replace(/[^\w.:/@ -]/g, "_")}»`;
      tokens.add(token);
      for (const secret of writtenSecrets(value)) {
        if (!isOrdinary(secret)) for (const form of secretForms(secret)) search.add(form, token);
        else {
          if (!ordinary.has(secret)) ordinary.set(secret, ordinarySecret(secret, token));
          for (const form of secretForms(secret))
            if (form.length >= MIN_ENCODED_WORD && !isOrdinary(form)) search.add(form, token);
        }
      }
    },
    redact(text) {
      if (!text.includes("«secret ")) return withoutSecrets(text);
      const parts = text.split(REPLACED);
      return parts.map((part) => (tokens.has(part) ? part : withoutSecrets(part))).join("");
    },
  };
}

/** What this process has loaded is secret everywhere in it: in what is quoted of a server's answer, and in the words for its own failure. */
export const processSecrets: SecretRegistry = secretRegistry();
