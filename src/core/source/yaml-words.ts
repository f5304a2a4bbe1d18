import type { ErrorCode } from "yaml";

/** What a reader of YAML complains of, as a person would say it who sees the line. `message`: the reader's own words, where one code stands for several slips. */
export function yamlWords(code: ErrorCode, message: string): string {
  const words = WORDS[code];
  return typeof words === "string" ? words : words(message);
}

const INDENTATION = "the indentation does not fit: what belongs together begins in the same column";
const ANCHOR = "an anchor (&) or an alias (*) is not written as YAML has it; a text that begins so stands in quotes";

const WORDS: Readonly<Record<ErrorCode, string | ((message: string) => string)>> = {
  ALIAS_PROPS: ANCHOR,
  BAD_ALIAS: ANCHOR,
  MULTIPLE_ANCHORS: ANCHOR,
  BAD_PROP_ORDER: ANCHOR,
  MULTIPLE_TAGS: "tags are not allowed",
  TAG_RESOLVE_FAILED: (message) =>
    `tags are not allowed${/^(?:Unresolved tag|Could not resolve tag)(: .*)/.exec(message)?.[1] ?? ""}`,
  BAD_COLLECTION_TYPE: "tags are not allowed",
  BAD_DIRECTIVE: "a line that begins with % is for YAML itself; a text that begins so stands in quotes",
  BAD_DQ_ESCAPE: (message) =>
    `${/\\[^\s"]*/.exec(message)?.[0] ?? "a backslash"} means nothing in double quotes: write \\\\, or single quotes`,
  BAD_INDENT: (message) => unclosed(message) ?? INDENTATION,
  BAD_SCALAR_START: (message) => `a text that begins with ${/(\S)$/.exec(message)?.[1] ?? "this"} stands in quotes`,
  BLOCK_AS_IMPLICIT_KEY: (message) =>
    message.includes("Nested mappings") ? "a second name begins on this line" : INDENTATION,
  BLOCK_IN_FLOW: "between brackets or braces: a comma is missing, or something is written by indentation",
  DUPLICATE_KEY: "this key stands here twice",
  IMPOSSIBLE: "this is not written as YAML has it",
  KEY_OVER_1024_CHARS: "a name of more than 1024 characters",
  MISSING_CHAR: missing,
  MULTILINE_IMPLICIT_KEY: "a name, a colon and its value stand on one line; here the colon is missing",
  MULTIPLE_DOCS: "a second document begins here; a file holds one",
  NON_STRING_KEY: "a key must be a plain text",
  RESOURCE_EXHAUSTION: "nested too deeply",
  TAB_AS_INDENT: "a tab stands in the indentation, which YAML allows for blanks only",
  UNEXPECTED_TOKEN: "this does not belong here",
};

/** Each with what the reader's own words hold. */
const MISSING: readonly (readonly [RegExp, string])[] = [
  [/closing ['"]quote/, "a quote is opened here or before, and not closed"],
  [/Missing , between/, "a comma is missing between two entries"],
  [/Missing , or :/, "a comma or a colon is missing"],
  [/Missing space after :/, "a blank is missing after the colon"],
  [/Implicit map keys/, "a colon is missing after the name"],
  [/without - indicator/, "an entry of the list has no hyphen before it"],
  [/Comments must/, "a blank is missing before #"],
  [/Tags and anchors/, ANCHOR],
  [/directives-end[^i]* indicator/, "a line of --- is missing after those that begin with %"],
  [/with directives-end/, "what stands behind --- begins on a line of its own"],
  [/leading empty lines/, "the empty lines before this have more blanks than it has"],
];

function missing(message: string): string {
  return MISSING.find(([own]) => own.test(message))?.[1] ?? unclosed(message) ?? "something is missing here";
}

function unclosed(message: string): string | null {
  const end = /end with an? ([}\]])/.exec(message)?.[1];
  if (end === undefined) return null;
  return `${end === "}" ? "{" : "["} is not closed: ${end} is missing, or stands too far to the left`;
}
