import { HIDDEN } from "./hidden.ts";
import { type Form, withoutForms, withoutOwnForms, withoutSecretForms } from "./secret-forms.ts";

/** An address that is to be opened, a code that is to be typed, or a secret that is known already and named: what stands in it is said to be used. */
const SAID_TO_BE_USED =
  /([a-z0-9+.-]{1,20}:\/\/[^\s"'<>]+|\bone[- ]time[- ](?:token|password)\s{0,3}[:=]\s{0,3}\d{4,10}(?![\w-])|«secret [^»\n]{0,300}»)/i;
/** What nobody needs to open an address: where somebody was sent back to, it is what he was given. */
const GIVEN: Form = [
  /([?&#;](?:access_token|id_token|refresh_token|password|client_secret)=)[^\s&#"'<>]+/gi,
  `$1${HIDDEN}`,
];
/** A long word of letters and digits that is no part of a path: no code that a person is to type is so long. */
const RANDOM_WORD: Form = [/(?<![\w+/-])(?=[\w+-]*\d)(?=[\w+-]*[A-Za-z])[\w+-]{20,}(?![\w+/-])/g, HIDDEN];

/**
 * What a program that logs somebody in says to the person at the keyboard, without what looks like a secret. Addresses, paths, short codes and names
 * stay: they are said to be used.
 */
export function loginWords(line: string): string {
  return line
    .split(SAID_TO_BE_USED)
    .map((part, index) =>
      index % 2 === 1
        ? withoutForms(withoutOwnForms(part), [GIVEN])
        : withoutForms(withoutSecretForms(part, "a sentence"), [RANDOM_WORD]),
    )
    .join("");
}
