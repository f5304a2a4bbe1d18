import { isOrdinary, ordinarySecret, type OrdinarySecret } from "./secrets/ordinary-secret.ts";
import { secretForms } from "./secrets/secret-forms.ts";
import { withoutEscaped } from "./secrets/escaped-secrets.ts";
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
   * off ("…"), by `«secret NAME»`: everywhere the same.
   */
  redact(text: string): string;
}

/** An encoded form of an ordinary word is none itself from this length on. */
const MIN_ENCODED_WORD = 8;

export function secretRegistry(): SecretRegistry {
  const search = new SecretSearch();
  const ordinary = new Map<string, OrdinarySecret & { readonly token: string }>();
  return {
    add(name, value) {
      const token = `«secret ${name.replace(/[^\w.:/@ -]/g, "_")}»`;
      for (const secret of writtenSecrets(value)) {
        if (!isOrdinary(secret)) for (const form of secretForms(secret)) search.add(form, token);
        else {
          if (!ordinary.has(secret)) ordinary.set(secret, { ...ordinarySecret(secret), token });
          for (const form of secretForms(secret))
            if (form.length >= MIN_ENCODED_WORD && !isOrdinary(form)) search.add(form, token);
        }
      }
    },
    redact(text) {
      let redacted = withoutEscaped(search.replace(text), search);
      for (const { anywhere, asSecret, token } of ordinary.values())
        if (anywhere.test(redacted)) redacted = redacted.replace(asSecret, (_, before: string) => `${before}${token}`);
      return redacted;
    },
  };
}

/** What this process has loaded is secret everywhere in it: in what is quoted of a server's answer, and in the words for its own failure. */
export const processSecrets: SecretRegistry = secretRegistry();
