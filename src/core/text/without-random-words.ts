import { HIDDEN } from "./hidden.ts";

/** A long word of letters and digits that is no part of an address or a path: no code that a person is to type is so long. */
const RANDOM_WORD = /(?<![\w+/:.?&=%-])(?=[\w+-]*\d)(?=[\w+-]*[A-Za-z])[\w+-]{20,}(?![\w+/:-])/g;

/** What a program says to the person at the keyboard, without what looks like a token; addresses, paths and short codes stay, which are said to be used. */
export function withoutRandomWords(line: string): string {
  return line.replace(RANDOM_WORD, HIDDEN);
}
