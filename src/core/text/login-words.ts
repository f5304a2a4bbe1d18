import { HIDDEN } from "./hidden.ts";
import { type Form, NAMED_FORMS, TOKEN_FORMS, withoutForms } from "./secret-forms.ts";

/** An address that is to be opened, or a secret that is known already and named: what stands in it is said to be used. */
const ADDRESS_OR_KNOWN = /([a-z][a-z0-9+.-]{0,20}:\/\/[^\s"'<>]+|«secret [^»\n]{0,300}»)/i;
/** A long word of letters and digits that is no part of a path: no code that a person is to type is so long. */
const RANDOM_WORD: Form = [/(?<![\w+/-])(?=[\w+-]*\d)(?=[\w+-]*[A-Za-z])[\w+-]{20,}(?![\w+/-])/g, HIDDEN];

/**
 * What a program that logs somebody in says to the person at the keyboard, without what looks like a secret. Addresses, paths, short codes and names
 * stay: they are said to be used.
 */
export function loginWords(line: string): string {
  return line
    .split(ADDRESS_OR_KNOWN)
    .map((part, index) =>
      withoutForms(part, index % 2 === 1 ? TOKEN_FORMS : [...TOKEN_FORMS, ...NAMED_FORMS, RANDOM_WORD]),
    )
    .join("");
}
