import { HIDDEN } from "./hidden.ts";

/** A form and what stands in its place. Each is linear in the text's length. */
export type Form = readonly [pattern: RegExp, by: string];

/** A secret by its own form, wherever it stands: also in an address. */
export const TOKEN_FORMS: readonly Form[] = [
  [/-----BEGIN [^-\n]{0,40}PRIVATE KEY-----(?:(?!-----END )[^])*(?:-----END [^-\n]{0,40}(?:-----)?)?/g, HIDDEN],
  [/(:\/\/[^/\s:@]{0,100}:)[^/\s@]{1,200}@/g, `$1${HIDDEN}@`],
  [
    /\beyJ[\w-]{10,}(?:\.[\w-]*){0,2}|\bgh[pousr]_\w{20,}|\b[rsp]k_(?:live|test)_\w{8,}|\bAKIA[0-9A-Z]{16}\b|\bxox[abprs]-[\w-]{10,}/g,
    HIDDEN,
  ],
];

/** A secret by the word before it. */
export const NAMED_FORMS: readonly Form[] = [
  [
    /(?<![\w.-])([\w.-]{0,60}(?:passw|passphrase|pwd|secret|token|credential|api[-_]?key|access[-_]?key|private[-_]?key)[\w.-]{0,60}\\?["']?\s{0,3}(?:=\s{0,3}|:(?=\S)|:\s{1,3}(?=["'\\]|\S{0,200}\d)))(\\?"[^"]*"?|'[^']*'?|[^\s,;&]+)/gi,
    `$1${HIDDEN}`,
  ],
  [/(?<![\w.-])([\w.-]{0,60}[-_]pass\\?["']?[=:])[^\s,;&]+/gi, `$1${HIDDEN}`],
  [/(?<![\w.-])(--[\w-]{0,60}(?:passw|passphrase|secret|token|api-?key)[\w-]{0,60}\s{1,3})[^\s-]\S*/gi, `$1${HIDDEN}`],
  [/\b(bearer|basic)\s+[\w.+/=~-]{8,}/gi, `$1 ${HIDDEN}`],
  [/\b((?:set-)?cookie["']?:\s{0,3})[^\n]+/gi, `$1${HIDDEN}`],
  [/(?<![\w.-])([\w-]{0,60}sig(?:nature)?=)[\w%+/-]{16,}/gi, `$1${HIDDEN}`],
];

export function withoutForms(text: string, forms: readonly Form[]): string {
  return forms.reduce((sofar, [pattern, by]) => sofar.replace(pattern, by), text);
}
