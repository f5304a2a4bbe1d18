import { type BehindNames, NAMES, withoutValues } from "./behind-names.ts";
import { HIDDEN } from "./hidden.ts";
import { namesSecret, withoutTokens } from "./secret-name.ts";

/** Ends at its own quote, of which one behind a backslash is part of it: also in JSON within JSON. One that is never closed reaches to the end. */
const QUOTED = /\\"(?:[^"\\]|\\[^"\\]|\\\\(?:\\")?)*(?:\\?")?|"(?:[^"\\]|\\[^])*["\\]?|'(?:[^'\\]|\\[^])*['\\]?/y;

const COUNT = /^\d{1,12}(?![\w+/=~-]|\.\w)/;

/** In a sentence what follows a colon and a blank is a value only in quotes, or with a digit in it. */
const IN_TEXT: BehindNames = {
  names: NAMES,
  named: namesSecret,
  signs: [/\\?["']?\s{0,3}(?:=\s{0,3}|:(?=\S)|:\s{1,3}(?=["'\\]|\S{0,200}\d))/y],
  values: [QUOTED, /[^\s,;&]+/y],
  // Tokens that are counted are none.
  isValue: (value, name) => !COUNT.test(value) || namesSecret(withoutTokens(name)),
  by: HIDDEN,
};

/** In what is no sentence, whatever follows is; but what is said of tokens may be words. */
const IN_OUTPUT: BehindNames = {
  ...IN_TEXT,
  named: (name) => namesSecret(withoutTokens(name)),
  signs: [/\\?["']?\s{0,3}[:=]\s{0,3}(?!‹hidden›)/y],
};

/** As in `--password hunter2`; another option is no value. */
const BEHIND_OPTION: BehindNames = {
  ...IN_TEXT,
  named: (name) => name.startsWith("--") && namesSecret(name),
  signs: [/\s{1,3}(?!-)/y],
  values: [QUOTED, /\S+/y],
  isValue: () => true,
};

export function withoutNamedSecrets(text: string, of: "a sentence" | "an output"): string {
  const places = of === "a sentence" ? [IN_TEXT, BEHIND_OPTION] : [IN_TEXT, IN_OUTPUT, BEHIND_OPTION];
  return places.reduce(withoutValues, text);
}
