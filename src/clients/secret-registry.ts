import { secretForms } from "./secrets/secret-forms.ts";

/** The secrets that this process has loaded, so that none of them reaches a journal, a report or a screen. */
export interface SecretRegistry {
  /** `name` says in the redacted text which one it was: the variable's or the file's name, never a part of the value. */
  add(name: string, value: string): void;
  /** Replaces every known secret, also in its base64, URL-encoded, JSON-escaped and hexadecimal forms, by `«secret NAME»`. */
  redact(text: string): string;
}

/** Anything shorter would blacken ordinary text, and protects nothing. */
const MIN_LENGTH = 4;

export function secretRegistry(): SecretRegistry {
  const tokens = new Map<string, string>();
  let pattern: RegExp | null = null;
  return {
    add(name, value) {
      const token = `«secret ${name.replace(/[^\w.:/@ -]/g, "_")}»`;
      for (const secret of new Set([value, value.trim(), ...longLines(value)])) {
        if (secret.length < MIN_LENGTH) continue;
        for (const form of secretForms(secret)) if (!tokens.has(form)) tokens.set(form, token);
      }
      pattern = null;
    },
    redact(text) {
      if (tokens.size === 0) return text;
      // The longest first: a secret that contains another is replaced whole.
      pattern ??= new RegExp(
        [...tokens.keys()]
          .sort((a, b) => b.length - a.length)
          .map((form) => form.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
          .join("|"),
        "g",
      );
      return text.replace(pattern, (found) => tokens.get(found) ?? found);
    },
  };
}

/** The lines of a key in PEM: each is secret by itself, since text may be wrapped or cut between them. */
function longLines(value: string): readonly string[] {
  return value.split(/\r?\n/).filter((line) => line.length >= 20 && !line.startsWith("-----"));
}
