import { withoutControls } from "../../core/text/plain-text.ts";

const MOST = 4_000;
const HIDDEN = "‹hidden›";

const SECRETS: readonly (readonly [pattern: RegExp, by: string])[] = [
  [
    /(?<![\w.-])(?=[\w.-]*(?:passw|passphrase|secret|token|credential|api[-_]?key|access[-_]?key|private[-_]?key))([\w.-]+["']?\s*[:=]\s*)("[^"]*"|'[^']*'|\S+)/gi,
    `$1${HIDDEN}`,
  ],
  [/\b(bearer|basic)\s+[\w.+/=~-]{8,}/gi, `$1 ${HIDDEN}`],
  [/([a-z0-9+.-]:\/\/[^/\s:@]*:)[^/\s@]+@/gi, `$1${HIDDEN}@`],
  [/\beyJ[\w-]{10,}(?:\.[\w-]*){0,2}|\bgh[pousr]_\w{20,}|\bAKIA[0-9A-Z]{16}\b|\bxox[abprs]-[\w-]{10,}/g, HIDDEN],
  [/-----BEGIN [^-]*PRIVATE KEY-----(?:(?!-----END )[^])*(?:-----END [^-]*(?:-----)?)?/g, HIDDEN],
];

/** A command's output as it may be kept: without controls, without what looks like a secret, at most 4 000 characters. */
export function redactOutput(output: string): string {
  const clean = SECRETS.reduce(
    (text, [pattern, by]) => text.replace(pattern, by),
    withoutControls(output.slice(0, MOST * 4)),
  );
  return clean.length <= MOST ? clean : `${clean.slice(0, MOST)}…`.toWellFormed();
}
