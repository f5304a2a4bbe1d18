import { HIDDEN } from "./hidden.ts";
import { namesSecret } from "./secret-name.ts";

/** How a value stands behind its name, and what takes its place. */
interface Place {
  readonly named: (name: string) => boolean;
  /** Between both; sticky. */
  readonly sign: RegExp;
  /** A value that is not in quotes; sticky. */
  readonly word: RegExp;
  readonly by: string;
}

/** A word that may be a name. It is begun once, so that a long one is read once. A token that a parser did not expect names nothing. */
const NAME = /(?<![\w.-])(?:unexpected token|([\w.-]+))/gi;

/** Ends at its own quote, of which one behind a backslash is part of it: also in JSON within JSON. One that is never closed reaches to the end. */
const QUOTED = /\\"(?:[^"\\]|\\[^"\\]|\\\\(?:\\")?)*(?:\\?")?|"(?:[^"\\]|\\[^])*["\\]?|'(?:[^'\\]|\\[^])*['\\]?/y;

/** Tokens that are counted are none. */
const COUNT = /^\d{1,12}(?![\w+/=~-]|\.\w)/;

/** In a sentence what follows a colon and a blank is a value only in quotes, or with a digit in it. */
const IN_TEXT: Place = {
  named: namesSecret,
  sign: /\\?["']?\s{0,3}(?:=\s{0,3}|:(?=\S)|:\s{1,3}(?=["'\\]|\S{0,200}\d))/y,
  word: /[^\s,;&]+/y,
  by: HIDDEN,
};

/** In what is no sentence, whatever follows is; but what is said of tokens may be words. */
const IN_OUTPUT: Place = {
  ...IN_TEXT,
  named: (name) => namesSecret(withoutTokens(name)),
  sign: /\\?["']?\s{0,3}[:=]\s{0,3}(?!‹hidden›)/y,
};

/** As in `--password hunter2`; another option is no value. */
const BEHIND_OPTION: Place = {
  named: (name) => name.startsWith("--") && namesSecret(name),
  sign: /\s{1,3}(?!-)/y,
  word: /\S+/y,
  by: HIDDEN,
};

export function withoutNamedSecrets(text: string, of: "a sentence" | "an output"): string {
  const places = of === "a sentence" ? [IN_TEXT, BEHIND_OPTION] : [IN_TEXT, IN_OUTPUT, BEHIND_OPTION];
  return places.reduce(withoutNamed, text);
}

/** Text without the values that stand behind such names. Linear in the text's length. */
function withoutNamed(text: string, { named, sign, word, by }: Place): string {
  let shown = "";
  let from = 0;
  for (const { 0: whole, 1: name, index } of text.matchAll(NAME)) {
    if (index < from || name === undefined || !named(name)) continue;
    const begin = endOf(sign, text, index + whole.length);
    if (begin === null) continue;
    const end = endOf(QUOTED, text, begin) ?? endOf(word, text, begin);
    if (end === null || isCounted(name, text.slice(begin, end))) continue;
    shown += text.slice(from, begin) + by;
    from = end;
  }
  return shown + text.slice(from);
}

/** Where what is found at this place ends; null where it is not there. */
function endOf(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}

function isCounted(name: string, value: string): boolean {
  return COUNT.test(value) && !namesSecret(withoutTokens(name));
}

function withoutTokens(name: string): string {
  return name.replace(/tokens$/i, "");
}
