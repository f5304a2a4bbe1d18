import { goesOn, SENTENCE_WORDS } from "./sentence-words.ts";

/** Stands where a value was. */
export const MASK = "<*>";

const LONGEST = 400;

export type Masks = readonly (readonly [pattern: RegExp, by: string])[];

/** Each of the first masks needs one of these; most lines have none, and are spared nine looks. */
const SIGNS = /["'`“«{[@=]|:\/\//;

/** Applied in this order, these before the others; each replaces what may be a value, never a word of the sentence. All are linear in the line's length. */
const BY_SIGN: Masks = [
  // A password in an address, to the last @: it may have quotes, slashes and one of its own. A port and a path behind a name are none.
  [/:\/\/(?:[^/\s:@]{1,100}(?=:(?!\d{1,5}\/)))?:(?:(?!:\/\/)[^\s"]){1,300}@/g, "://"],
  // Quoted text; an apostrophe inside a word opens nothing, and a quote that never closes reaches to the end.
  [/"(?:[^"\\]|\\[^])*["\\]?/g, `"${MASK}"`],
  [/(?<![\p{L}\p{N}])'(?:[^'\\]|\\[^])*['\\]?/gu, `'${MASK}'`],
  [/`[^`]*(?:`|$)/g, `\`${MASK}\``],
  [/[“«][^”»]*[”»]?/g, `"${MASK}"`],
  // What is between brackets and braces: lists of ids, dumped objects.
  [/\{[^{}]*(?:\}|$)/g, `{${MASK}}`],
  [/\[[^[\]]*(?:\]|$)/g, `[${MASK}]`],
  // An address keeps its scheme and host: that is the dependency, not the entity.
  [/(:\/\/)(?:[^\s/@]*@)?([A-Za-z][\w.-]*)[^\s,;)]*/g, `$1$2/${MASK}`],
  [/(?<![\w.+-])[\w.+-]+(?:@[\w-]+\.[\w.+-]+)+/g, MASK],
  // key=value, whatever the value.
  [/([\w.-])=[^\s,;)]+/g, `$1=${MASK}`],
];

/** Masks that touch become one. */
export const SEVERAL_MASKS = [/<\*>(?:[\s,;:|-]*<\*>)+/g, MASK] as const;

const BY_WORD: Masks = [
  // Any token with a digit in it: numbers, dates, addresses, hashes, user_123.
  [/(?<![\p{L}\p{N}_.:/@+-])[\p{L}_.:/@+-]*\p{N}[\p{L}\p{N}_.:/@+-]*/gu, MASK],
  // Long tokens without a digit may be encoded values.
  [/(?<![A-Za-z+/_-])(?=[A-Za-z+/_-]*[a-z])(?=[A-Za-z+/_-]*[A-Z])[A-Za-z+/_=-]{40,}/g, MASK],
  SEVERAL_MASKS,
];

/** A word that announces an id, and the one behind it. */
const ANNOUNCED =
  /\b((?:entity|user|customer|guest|host|listing|booking|account|session|request|trace|span|token|password|secret|key|id)(?:[_ -]?(?:id|key|name))?s?)(?:\s*[:#]\s*|\s+)(?!["'`[{<=])([^\s,;:)]+)/gi;

/** The sentence of a log line without its values: what the design forbids to keep (entity ids, feature values) must not survive. At most 400 characters. */
export function maskMessage(message: string): string {
  const first = message.trimStart().replace(/\n[^]*/, "");
  const begun = first.length <= LONGEST ? first : wholeWords(first);
  const unquoted = SIGNS.test(begun) ? mask(begun, BY_SIGN) : begun;
  const unannounced = unquoted.replace(ANNOUNCED, (whole, name: string, value: string) =>
    goesOn(value, SENTENCE_WORDS) ? whole : `${name} ${MASK}`,
  );
  return mask(unannounced, BY_WORD).replace(/\s+/g, " ").trim();
}

/** A word that is cut is no longer known by its form: an address without its end, a quote, a token. Without a blank nothing is known of it. */
function wholeWords(long: string): string {
  const end = long.slice(0, LONGEST + 1).search(/(?<!\S)\S*$/);
  return end === 0 ? MASK : long.slice(0, end);
}

export function mask(text: string, masks: Masks): string {
  return masks.reduce((masked, [pattern, by]) => masked.replace(pattern, by), text);
}
