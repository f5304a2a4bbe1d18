import { HIDDEN } from "./hidden.ts";
import { plainText } from "./plain-text.ts";

/** Already replaced: which secret it was is told. */
const KNOWN = /(«secret [^»\n]{0,300}»)/;

/** What is a secret or a person's by its form, whoever says it. Each is linear in the text's length. */
const TELLING: readonly (readonly [pattern: RegExp, by: string])[] = [
  [/-----BEGIN [^-\n]{0,40}PRIVATE KEY-----(?:(?!-----END )[^])*(?:-----END [^-\n]{0,40}(?:-----)?)?/g, HIDDEN],
  [
    /(?<![\w.-])([\w.-]{0,60}(?:passw|passphrase|secret|token|credential|api[-_]?key|access[-_]?key|private[-_]?key)[\w.-]{0,60}\\?["']?\s{0,3}(?:=\s{0,3}|:(?=\S)|:\s{1,3}(?=["'\\]|\S{0,200}\d)))(\\?"[^"]*"?|'[^']*'?|[^\s,;&]+)/gi,
    `$1${HIDDEN}`,
  ],
  [/\b(bearer|basic)\s+[\w.+/=~-]{8,}/gi, `$1 ${HIDDEN}`],
  [/(:\/\/[^/\s:@]{0,100}:)[^/\s@]{1,200}@/g, `$1${HIDDEN}@`],
  [/(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+/g, HIDDEN],
  [
    /\beyJ[\w-]{10,}(?:\.[\w-]*){0,2}|\bgh[pousr]_\w{20,}|\b[rsp]k_(?:live|test)_\w{8,}|\bAKIA[0-9A-Z]{16}\b|\bxox[abprs]-[\w-]{10,}/g,
    HIDDEN,
  ],
  // Ids of persons and things, and values: long numbers, also behind a point.
  [
    /\b((?:entity|user|customer|guest|host|listing|booking|account|session|member)(?:[_ -]?id)?[_ :=#-]{1,2})\d+/gi,
    `$1${HIDDEN}`,
  ],
  [/(?<![A-Za-z0-9.-])(?:\d{1,20}\.)?\d{9,20}(?![A-Za-z0-9])/g, HIDDEN],
  // Random by its look: capital and small letters and digits in one long word.
  [/(?<![\w+-])(?=[\w+-]*[a-z])(?=[\w+-]*[A-Z])(?=[\w+-]*\d)[\w+-]{16,}/g, HIDDEN],
];

/** Text of another program without what is a secret or a person's by its form; whole lines. */
export function withoutTelling(value: string): string {
  return value
    .split(KNOWN)
    .map((part, index) =>
      index % 2 === 1 ? part : TELLING.reduce((text, [pattern, by]) => text.replace(pattern, by), part),
    )
    .join("");
}

/** One line of another program's text as it may be shown and kept; see `plainText`. */
export function foreignText(value: string, maxLength: number): string {
  return plainText(withoutTelling(value.slice(0, maxLength * 4 + 256)), maxLength);
}
