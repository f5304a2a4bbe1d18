import { HIDDEN } from "./hidden.ts";
import { plainText } from "./plain-text.ts";
import { type Form, withoutForms, withoutSecretForms } from "./secret-forms.ts";

/** Already replaced: which secret it was is told. */
const KNOWN = /(«secret [^»\n]{0,300}»)/;

/** What is a person's, or looks like a value, whoever says it. Each is linear in the text's length. */
const PERSONAL: readonly Form[] = [
  [/(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+/g, HIDDEN],
  // Ids of persons and things: no span of time in a feature's name (user_7d_bookings), and no machine's number (host-17).
  [
    /\b((?:entity|user|customer|guest|host(?!-\d{1,3}(?!\d))|listing|booking|account|session|member)(?:[_ -]?id)?[_ :=#-]{1,2})(?:\d{9,}|\d+(?![A-Za-z\d]))/gi,
    `$1${HIDDEN}`,
  ],
  // Values: long numbers, also behind a point; but no amounts of bytes or time.
  [
    /(?<![A-Za-z0-9.-])(?<!(?:offset|memory|bytes|limit|size)["']?[ :=]{1,2})(?:\d{1,20}\.)?\d{9,20}(?![A-Za-z0-9]| (?:bytes|ms|s|B)\b)/gi,
    HIDDEN,
  ],
  // Random by its look: capital and small letters and digits in one long word, which is no name of words with a number in it (RankingModelV2Large).
  [
    /(?<![\w+-])(?=[\w+-]*[a-z])(?=[\w+-]*[A-Z])(?=[\w+-]*\d)(?!(?:[A-Z][a-z]{2,})*(?:[Vv]\d{1,2}|(?<=[a-z])\d{1,2}(?=[A-Z]))(?:[A-Z][a-z]{2,})*(?![\w+-]))[\w+-]{16,}/g,
    HIDDEN,
  ],
];

/** Text of another program without what is a secret or a person's by its form; whole lines. */
export function withoutTelling(value: string): string {
  return value
    .split(KNOWN)
    .map((part, index) => (index % 2 === 1 ? part : withoutForms(withoutSecretForms(part, "a sentence"), PERSONAL)))
    .join("");
}

/** One line of another program's text as it may be shown and kept; see `plainText`. */
export function foreignText(value: string, maxLength: number): string {
  return plainText(withoutTelling(value.slice(0, maxLength * 4 + 256)), maxLength);
}
