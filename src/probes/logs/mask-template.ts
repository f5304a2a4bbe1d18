import { type BehindNames, NAMES, withoutValues } from "../../core/text/behind-names.ts";
import { withoutTelling } from "../../core/text/foreign-text.ts";
import { HIDDEN } from "../../core/text/hidden.ts";
import { namesSecret, withoutTokens } from "../../core/text/secret-name.ts";
import { announcesSeveral, maskThingsInPaths } from "./kinds-of-things.ts";
import { MASK, mask, type Masks, SEVERAL_MASKS } from "./mask-message.ts";
import { goesOn, PREDICATE_WORDS, SECRET_WORDS, SENTENCE_WORDS } from "./sentence-words.ts";

/**
 * What may be a value by the words around it, where a line's own masks left it: they are spared all lines, of which there are very many, and applied to
 * the few templates. Linear in the template's length.
 */
const BY_NEIGHBOUR: Masks = [
  // A value between blanks, whose further words begin with capitals; and what is separated from a first one by a comma alone.
  [/([\w.-]\s?(?:[!=]=|=(?![=>]))\s?)(?!<\*>)[^\s,;)=]+(?: (?!ERROR|WARN|INFO)[A-Z][\w-]*)*/g, `$1${MASK}`],
  [/<\*>(?:,[^\s,;)=<]+(?![^\s,;)]))+/g, MASK],
];

/** What a model was given and what it answered. */
const RESULTS: BehindNames = {
  names:
    /\b((?:predictions?|predicted|inputs?|outputs?|values?|probabilit(?:y|ies))(?:[_ ](?:class|label|value|score)e?s?)?)(?=:)/gi,
  named: () => true,
  signs: [/: ?(?!["'`[{(<])/y],
  values: [/[^\s,;)]+(?:,\s?[^\s,;:)]+)*/y],
  isValue: (value) => !goesOn(value, PREDICATE_WORDS),
  by: MASK,
};

/** A secret that is a word like others; what has a digit in it is known by then. */
const SECRETS: BehindNames = {
  names: NAMES,
  named: (name) => namesSecret(withoutTokens(name)),
  signs: [/: (?!["'`[{(<])/y],
  values: [/[^\s,;)]+/y],
  isValue: (value) => !goesOn(value, SECRET_WORDS),
  by: MASK,
};

/** Several of a kind, one behind the other: behind a colon a few words later, or directly behind the word. */
const LISTS: BehindNames = {
  names: /(?<!\w)(\w+)/g,
  named: announcesSeveral,
  signs: [/(?: (?!<\*>)[\w-]{1,40}){0,4} ?[:=] ?/y, / /y],
  values: [/(?!["'`[{]|<(?!\*>))[^\s,;:)]+(?:(?:,\s?(?:and )?| and )[^\s,;:)]+)*/y],
  isValue: (value) => !goesOn(value, SENTENCE_WORDS),
  by: MASK,
};

/** A template as it may be kept: what the lines' own masks left of values, of secrets and of persons is masked too. */
export function maskTemplate(template: string): string {
  const untold = maskThingsInPaths(withoutTelling(template).replaceAll(HIDDEN, MASK));
  return mask([RESULTS, SECRETS, LISTS].reduce(withoutValues, mask(untold, BY_NEIGHBOUR)), [SEVERAL_MASKS]);
}
