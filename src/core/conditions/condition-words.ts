export const TOO_LONG = "the condition is longer than one can be";

/** What the language's reader complains of, for somebody who knows neither its words for signs nor its types. */
export function syntaxWords(summary: string): string {
  const unexpected = /^Unexpected token: (\w+)$/.exec(summary)?.[1];
  if (unexpected === "EOF") return "the condition ends too early";
  if (unexpected !== undefined) return `${sign(unexpected)} does not belong here`;
  const character = /^Unexpected character: '?(.+?)'?$/su.exec(summary)?.[1];
  if (character !== undefined) return `'${character}' does not belong here`;
  const wanted = /^Expected (\w+), got (\w+)$/.exec(summary);
  if (wanted?.[1] !== undefined)
    return `${sign(wanted[1])} is missing ${wanted[2] === "EOF" ? "at the end" : `before ${sign(wanted[2] ?? "")}`}`;
  if (summary.startsWith("Unterminated")) return "a quote is opened and not closed";
  if (summary.startsWith("Exceeded ")) return TOO_LONG;
  return summary;
}

/** What does not go together, in words for types. */
export function mismatchWords(summary: string): string {
  const overload = /^no such overload: (.+)$/.exec(summary)?.[1];
  if (overload !== undefined) return `these do not go together: ${typesIn(overload)}`;
  const call = /^found no matching overload for '(.+)'$/.exec(summary)?.[1];
  if (call !== undefined) return `nothing can be done as ${typesIn(call)}`;
  const given = /got '([^']{1,200})'/.exec(summary)?.[1];
  if (summary.startsWith("Logical operator") && given !== undefined)
    return `beside &&, || and ! stands what is true or false, and this is ${typesIn(given)}`;
  const indexed = /^Cannot index type '(.+?)'/.exec(summary)?.[1];
  if (indexed !== undefined) return `${typesIn(indexed)} has no fields`;
  return typesIn(summary);
}

/** A text of the language's type names as a person would say them. */
export function typesIn(text: string): string {
  const inner = text.replaceAll(/\b(list|map)<[^<>]*>/g, (_, type) => (type === "list" ? "a list" : "a mapping"));
  if (inner !== text) return typesIn(inner);
  return text
    .replaceAll("google.protobuf.Timestamp", "a time")
    .replaceAll("google.protobuf.Duration", "a duration")
    .replaceAll(/\b(double|u?int|string|bool|dyn)\b/g, (type) => TYPES.get(type) ?? type)
    .replaceAll(/\bcheck_/g, "the check ")
    .replaceAll("parameters", "the parameters");
}

const TYPES: ReadonlyMap<string, string> = new Map([
  ["double", "a number"],
  ["int", "a number"],
  ["uint", "a number"],
  ["string", "a text"],
  ["bool", "true or false"],
  ["dyn", "anything"],
]);

const SIGNS: ReadonlyMap<string, string> = new Map([
  ["PLUS", "+"],
  ["MINUS", "-"],
  ["MULTIPLY", "*"],
  ["DIVIDE", "/"],
  ["MODULO", "%"],
  ["EQ", "=="],
  ["NE", "!="],
  ["LT", "<"],
  ["LE", "<="],
  ["GT", ">"],
  ["GE", ">="],
  ["AND", "&&"],
  ["OR", "||"],
  ["NOT", "!"],
  ["IN", "in"],
  ["LPAREN", "("],
  ["RPAREN", ")"],
  ["LBRACKET", "["],
  ["RBRACKET", "]"],
  ["LBRACE", "{"],
  ["RBRACE", "}"],
  ["DOT", "."],
  ["COMMA", ","],
  ["COLON", ":"],
  ["QUESTION", "?"],
  ["EOF", "the end"],
]);

function sign(token: string): string {
  const found = SIGNS.get(token);
  if (found !== undefined) return found;
  if (token === "IDENTIFIER") return "a name";
  return token === "NUMBER" ? "a number" : "this";
}
