import { HIDDEN } from "./hidden.ts";

/** A form and what stands in its place. Each is linear in the text's length. */
export type Form = readonly [pattern: RegExp, by: string];

/** A secret by its own form, wherever it stands: also in an address. */
export const TOKEN_FORMS: readonly Form[] = [
  [/-----BEGIN [^-\n]{0,40}PRIVATE KEY-----(?:(?!-----END )[^])*(?:-----END [^-\n]{0,40}(?:-----)?)?/g, HIDDEN],
  // To the last @, since a password may have one, and slashes. A port and a path behind a name are no password.
  [/(:\/\/(?:[^/\s:@"]{1,100}(?=:(?!\d{1,5}\/)))?:)(?:(?!:\/\/)[^\s"]){1,300}@/g, `$1${HIDDEN}@`],
  [
    /\beyJ[\w-]{10,}(?:\.[\w-]*){0,2}|\bgh[pousr]_\w{20,}|\b[rsp]k_(?:live|test)_\w{8,}|\bAKIA[0-9A-Z]{16}\b|\bxox[abprs]-[\w-]{10,}/g,
    HIDDEN,
  ],
  [/\bhf_[A-Za-z0-9]{20,}|\bglpat-[\w-]{16,}|\bAIza[\w-]{35}/g, HIDDEN],
  // A pod of such a name has no capitals, and hyphens between short words.
  [/\bsk-(?=[\w-]{0,100}[A-Z]|\w{20})[\w-]{20,}/g, HIDDEN],
  [/(\bhooks\.slack\.com\/[a-z]{1,20}\/)[\w/-]+/g, `$1${HIDDEN}`],
];

/** A secret by the word before it. */
export const NAMED_FORMS: readonly Form[] = [
  [
    // Tokens that are counted are none, nor is one that a parser did not expect. A quoted value ends at its own quote: one behind a backslash is part of it.
    /(?<![\w.-])([\w.-]{0,60}(?:passw|passphrase|pwd|secret|(?<!unexpected )token(?!s\\?["']?\s{0,3}[:=]\s{0,3}\d{1,12}(?![\w+/=~-]|\.\w))|credential|api[-_]?key|access[-_]?key|account[-_]?key|private[-_]?key)[\w.-]{0,60}\\?["']?\s{0,3}(?:=\s{0,3}|:(?=\S)|:\s{1,3}(?=["'\\]|\S{0,200}\d)))(\\"(?:[^"\\]|\\[^"\\]|\\\\(?:\\")?)*(?:\\?")?|"(?:[^"\\]|\\[^])*["\\]?|'(?:[^'\\]|\\[^])*['\\]?|[^\s,;&]+)/gi,
    `$1${HIDDEN}`,
  ],
  [
    /(?<![\w.-])([\w.-]{0,60}[-_]pass\\?["']?[=:])("(?:[^"\\]|\\[^])*["\\]?|'(?:[^'\\]|\\[^])*['\\]?|[^\s,;&]+)/gi,
    `$1${HIDDEN}`,
  ],
  [
    /(?<![\w.-])(--[\w-]{0,60}(?:passw|passphrase|secret|token|api-?key)[\w-]{0,60}\s{1,3})("(?:[^"\\]|\\[^])*["\\]?|'(?:[^'\\]|\\[^])*['\\]?|[^\s-]\S*)/gi,
    `$1${HIDDEN}`,
  ],
  [/\b(authorization\\?["']?\s{0,3}[:=]\s{0,3}\\?["']?(?:bearer|basic)\s{1,3})(?!auth)[\w.+/=~-]{8,}/gi, `$1${HIDDEN}`],
  [
    /\b(authorization\\?["']?\s{0,3}[:=]\s{0,3}\\?["']?(?:token|api-?key|digest|negotiate)\s{1,3})[\w.+/=~-]{16,}/gi,
    `$1${HIDDEN}`,
  ],
  // Elsewhere these may be words of a sentence, as in basic authentication.
  [
    /\b((?:[Bb]earer|BEARER|[Bb]asic|BASIC)\s+)(?![Aa]uth(?:entication|orization)\b)(?=[a-z]{0,200}(?:[\dA-Z_=]|[.+/~-]\w)|[a-z]{20})[\w.+/=~-]{8,}/g,
    `$1${HIDDEN}`,
  ],
  [/\b((?:set-)?cookie["']?:\s{0,3})[^\n]+/gi, `$1${HIDDEN}`],
  [/(?<![\w.-])([\w-]{0,60}sig(?:nature)?=)[\w%+/-]{16,}/gi, `$1${HIDDEN}`],
];

export function withoutForms(text: string, forms: readonly Form[]): string {
  return forms.reduce((sofar, [pattern, by]) => sofar.replace(pattern, by), text);
}
