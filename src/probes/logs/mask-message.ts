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
  [/\b([a-z][a-z0-9+.-]{1,15}:\/\/)(?:[^\s/@]*@)?([A-Za-z][\w.-]*)(:\d+)?[^\s,;)]*/g, `$1$2/${MASK}`],
  [/(?<![\w.+-])[\w.+-]+(?:@[\w-]+\.[\w.+-]+)+/g, MASK],
  // key=value, whatever the value.
  [/(?<![\w.-])([\w.-]+)=[^\s,;)]+/g, `$1=${MASK}`],
];

const BY_WORD: Masks = [
  // The word after one that announces an id.
  [
    /\b((?:entity|user|customer|guest|host|listing|booking|account|session|request|trace|span|token|password|secret|key|id)(?:[_ -]?(?:id|key|name))?s?)(?:\s*[:#]\s*|\s+)(?!["'`[{<]|(?:not|is|are|was|were|has|have|had|in|on|of|for|from|to|and|or|with|by|at|the|a|an|that|this|does|did|could|cannot|failed|missing|found|expired|invalid|unknown|store|lookup|lookups|error|errors|exceeded|refused|denied|timeout|too|already|must|may|should|when|while|after|before|limit|pool)\b)[^\s,;:)]+/gi,
    `$1 ${MASK}`,
  ],
  // Any token with a digit in it: numbers, dates, addresses, hashes, user_123.
  [/(?<![\p{L}\p{N}_.:/@+-])[\p{L}_.:/@+-]*\p{N}[\p{L}\p{N}_.:/@+-]*/gu, MASK],
  // Long tokens without a digit may be encoded values.
  [/(?<![A-Za-z+/_-])(?=[A-Za-z+/_-]*[a-z])(?=[A-Za-z+/_-]*[A-Z])[A-Za-z+/_=-]{40,}/g, MASK],
  [/<\*>(?:[\s,;:|-]*<\*>)+/g, MASK],
];

/** The sentence of a log line without its values: what the design forbids to keep (entity ids, feature values) must not survive. At most 400 characters. */
export function maskMessage(message: string): string {
  const [first = ""] = message.trimStart().split("\n", 1);
  const begun = first.length <= LONGEST ? first : wholeWords(first);
  const masked = mask(SIGNS.test(begun) ? mask(begun, BY_SIGN) : begun, BY_WORD);
  return masked.replace(/\s+/g, " ").trim();
}

/** A word that is cut is no longer known by its form: an address without its end, a quote, a token. Without a blank nothing is known of it. */
function wholeWords(long: string): string {
  const end = long.slice(0, LONGEST + 1).search(/(?<!\S)\S*$/);
  return end === 0 ? MASK : long.slice(0, end);
}

export function mask(text: string, masks: Masks): string {
  return masks.reduce((masked, [pattern, by]) => masked.replace(pattern, by), text);
}
