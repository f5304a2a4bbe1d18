import { withoutTelling } from "../../core/text/foreign-text.ts";
import { HIDDEN } from "../../core/text/hidden.ts";
import { MASK, mask, type Masks } from "./mask-message.ts";

/**
 * What may be a value by the words around it, where a line's own masks left it: they are spared all lines, of which there are very many, and applied to
 * the few templates. Linear in the template's length.
 */
const BY_NEIGHBOUR: Masks = [
  // A path's segment behind the kind of thing that it names.
  [
    /((?:\/(?:user|entity|customer|guest|host|listing|booking|account|session|member)|\b(?:users|entities|customers|guests|hosts|listings|bookings|accounts|sessions|members))\/)[^\s/?#,;:)]+/gi,
    `$1${MASK}`,
  ],
  // A value between blanks, whose further words begin with capitals; and what is separated from a first one by a comma alone.
  [/(?<![\w.-])([\w.-]+\s?(?:[!=]=|=(?![=>]))\s?)(?!<\*>)[^\s,;)=]+(?: (?!ERROR|WARN|INFO)[A-Z][\w-]*)*/g, `$1${MASK}`],
  [/<\*>(?:,[^\s,;)=<]+(?![^\s,;)]))+/g, MASK],
  // What a model was given and what it answered.
  [
    /\b((?:predictions?|predicted|inputs?|outputs?|values?|probabilit(?:y|ies))(?:[_ ](?:class|label|value|score)e?s?)?["']?: ?)(?!["'`[{(<]|(?:not|is|are|was|were|has|no|must|cannot|could|failed|expected|unexpected|missing|invalid)\b)[^\s,;)]+(?:,\s?[^\s,;:)]+)*/gi,
    `$1${MASK}`,
  ],
  // A secret that is a word like others; what has a digit in it is known by then.
  [
    /(?<![\w.-])([\w.-]{0,60}(?:passw|passphrase|pwd|secret|credential|api[-_]?key|access[-_]?key|account[-_]?key|private[-_]?key|(?<!unexpected )token(?!s))[\w.-]{0,60}: ?)(?!["'`[{(<]|(?:not|is|are|was|were|has|no|must|cannot|could|failed|expected|unexpected|missing|invalid|expired|unknown|denied|refused)\b)[^\s,;)]+/gi,
    `$1${MASK}`,
  ],
  // Several of a kind, one behind the other: directly behind the word, or behind a colon a few words later.
  [
    /\b((?:entities|users|customers|guests|hosts|listings|bookings|accounts|sessions|members|(?:(?:entity|user|customer|guest|host|listing|booking|account|session|member)[_ -]?)?(?:ids|keys))(?: (?!<\*>)[\w-]{1,40}){0,4}[:=] ?|\b(?:entities|users|customers|guests|hosts|listings|bookings|accounts|sessions|members|(?:(?:entity|user|customer|guest|host|listing|booking|account|session|member)[_ -]?)?(?:ids|keys)) )(?!["'`[{]|<(?!\*>)|(?:not|is|are|was|were|has|have|had|in|on|of|for|from|to|and|or|with|by|at|the|a|an|that|this|does|did|could|cannot|failed|missing|found|expired|invalid|unknown|exceeded|refused|denied|too|already|must|may|should|when|while|after|before|limit|pool|per|store|service|table|topic|index|cache|api|lookups?|errors?|timeout)\b)[^\s,;:)]+(?:(?:,\s?(?:and )?| and )[^\s,;:)]+)*/gi,
    `$1${MASK}`,
  ],
  [/<\*>(?:[\s,;:|-]*<\*>)+/g, MASK],
];

/** A template as it may be kept: what the lines' own masks left of values, of secrets and of persons is masked too. */
export function maskTemplate(template: string): string {
  return mask(withoutTelling(template).replaceAll(HIDDEN, MASK), BY_NEIGHBOUR);
}
