import type { Located, Path } from "../source/located.ts";
import type { Range } from "../source/source.ts";

/** Where the schema wants a reference to a secret. */
const SECRET_KEYS = new Set(["bearerToken", "password", "routingKey", "webhook", "ca", "cert", "key"]);

/** Keys that look as if a secret stood behind them, known or misspelt. */
const SUSPICIOUS = /token|passw|secret|webhook|routing|api[-_]?key|^key$|credential/i;

/** `https://user:password@host`, and all that somebody may have meant as such: a password may hold any sign. */
const CREDENTIALS_IN_URL = /^\s*[a-z][a-z0-9+.-]*:[^@]+@/i;
/** `https://host/path?token=abc`: nobody asks with it, since what is asked is put behind the path, and it may be a token. */
const QUERY_IN_URL = /^\s*https?:[^?#]*[?#]/i;
/** An address whose path holds the sign, behind a host that no password is: letters, digits, dots and a port. */
const SIGN_IN_PATH = /^[a-z][a-z0-9+.-]*:\/\/[a-z0-9.-]+(?::\d+)?\/[^:]*$/i;

export interface WrittenSecret {
  readonly path: Path;
  readonly range: Range;
  /** null: it only may be one, and is hidden in whatever is shown of the file. */
  readonly message: string | null;
  readonly suggestion: string;
}

/** Texts that are secrets, or may be, where only a reference belongs. */
export function secretsInText(root: Located, path: Path = []): readonly WrittenSecret[] {
  return [...root.entries].flatMap(([key, { value }]) => {
    const here = [...path, key];
    if (value.style === "collection") return secretsInText(value, here);
    if (value.value === null || value.value === "") return [];
    const found = (message: string | null, suggestion = ""): readonly WrittenSecret[] => [
      { path: here, range: value.range, message, suggestion },
    ];
    const parent = path.at(-1);
    if (typeof value.value === "string" && CREDENTIALS_IN_URL.test(value.value) && !SIGN_IN_PATH.test(value.value))
      return found("a URL may not hold credentials", "write the URL without them, and bearerToken: { env: NAME }");
    if (
      ((key === "url" && parent !== "parameters") || parent === "endpoints") &&
      QUERY_IN_URL.test(String(value.value))
    )
      return found("a URL may not hold a query", "write the URL up to it, and a token as bearerToken: { env: NAME }");
    if (SECRET_KEYS.has(key) && parent !== "parameters" && parent !== "endpoints")
      return found(`${key} may not stand here itself`, `refer to it: ${key}: { env: NAME } or ${key}: { file: path }`);
    return SUSPICIOUS.test(key) ? found(null) : [];
  });
}
