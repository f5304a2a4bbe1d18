import { type Reading, readingOf } from "./reading.ts";

/** Shorter lists are times, dates and addresses, and no secret of a length that would be one. Where a line ended between two bytes, no sign may be left. */
const HEXADECIMAL = /[0-9a-f]{2}(?:[:,-]?\s*(?:0x)?[0-9a-f]{2}){7,}/gi;
const DECIMAL = /\d{2,3}(?:[,\s]\s*\d{2,3}){7,}/g;
/** Hardly any text has so many neighbours in either, which is told sooner. */
const BEGINNING = /[0-9a-f]{2}[:,\s-]\s*(?:0x)?[0-9a-f]{2,3}[:,\s-]\s*(?:0x)?[0-9a-f]{2,3}[:,\s-]/i;

/** The text with lists of bytes as the words that they spell ("de:ad:be:ef", "0xde, 0xad", "[222 173]"): in hexadecimal, and in decimal. */
export function spelled(text: string): readonly Reading[] {
  if (!BEGINNING.test(text)) return [];
  return [
    readingOf(text, text.matchAll(HEXADECIMAL), (list) => wordsOf(list.match(/[0-9a-f]{2}/gi) ?? [], 16)),
    readingOf(text, text.matchAll(DECIMAL), (list) => wordsOf(list.match(/\d+/g) ?? [], 10)),
  ].filter((reading) => reading !== null);
}

function wordsOf(numbers: readonly string[], radix: number): string {
  return Buffer.from(numbers.map((number) => Number.parseInt(number, radix))).toString("utf8");
}
