const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ["a", "\x07"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
  ["\\", "\\"],
]);

const escape = /^\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|(.))/;

/**
 * The text of a string literal, whose escapes are Go's; between backticks there are none. undefined when it is not closed
 * or has an escape that does not exist.
 */
export function stringLiteral(source: string): string | undefined {
  const quote = source[0];
  if (source.length < 2 || quote === undefined || !source.endsWith(quote)) return undefined;
  const body = source.slice(1, -1);
  if (quote === "`") return body;
  if (body.includes("\n")) return undefined;
  let text = "";
  for (let at = 0; at < body.length;) {
    if (body[at] !== "\\") {
      text += body[at];
      at++;
      continue;
    }
    const matched = escape.exec(body.slice(at, at + 10));
    const character = matched === null ? undefined : escapedCharacter(matched, quote);
    if (matched === null || character === undefined) return undefined;
    text += character;
    at += matched[0].length;
  }
  return text;
}

function escapedCharacter([, byte, short, long, octal, letter]: RegExpExecArray, quote: string): string | undefined {
  const hexadecimal = byte ?? short ?? long;
  if (hexadecimal !== undefined) return fromCodePoint(Number.parseInt(hexadecimal, 16));
  if (octal !== undefined) return fromCodePoint(Number.parseInt(octal, 8));
  if (letter === quote) return quote;
  return simpleEscapes.get(letter ?? "");
}

function fromCodePoint(codePoint: number): string | undefined {
  return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : undefined;
}
