export interface RegexLiteral {
  readonly source: string;
  readonly flags: string;
  /** Counted from 1. */
  readonly line: number;
}

/** The regular expressions written out in a TypeScript file; comments, strings and templates (but what stands in their places) are passed over. */
export function regexLiterals(text: string): readonly RegexLiteral[] {
  const found: RegexLiteral[] = [];
  /** How many braces are open inside of each template's place. */
  const templates: number[] = [];
  let before = "";
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at, at + 2);
    const character = text[at] ?? "";
    if (rest === "//") at = endOf(text, "\n", at);
    else if (rest === "/*") at = endOf(text, "*/", at + 2);
    else if (character === '"' || character === "'") {
      at = endOfQuoted(text, at, character);
      before = character;
    } else if (character === "`") {
      at = passTemplate(at + 1);
    } else if (character === "/" && mayBegin(before)) {
      LITERAL.lastIndex = at;
      const literal = LITERAL.exec(text);
      if (literal === null) throw new Error(`no regular expression at ${at}: ${text.slice(at, at + 40)}`);
      const [whole, source = "", flags = ""] = literal;
      found.push({ source, flags, line: text.slice(0, at).split("\n").length });
      at += whole.length;
      before = "/";
    } else {
      if (character === "{" && templates.length > 0) templates.push((templates.pop() ?? 0) + 1);
      if (character === "}" && templates.length > 0) {
        const open = templates.pop() ?? 0;
        if (open === 0) {
          at = passTemplate(at + 1);
          continue;
        }
        templates.push(open - 1);
      }
      const word = /[\w$]+/y;
      word.lastIndex = at;
      const [name] = word.exec(text) ?? [];
      if (character.trim() !== "") before = name ?? character;
      at += name?.length ?? 1;
    }
  }
  return found;

  function passTemplate(from: number): number {
    for (let at = from; at < text.length; at += 1) {
      if (text[at] === "\\") at += 1;
      else if (text[at] === "`") {
        before = "`";
        return at + 1;
      } else if (text.startsWith("${", at)) {
        templates.push(0);
        before = "{";
        return at + 2;
      }
    }
    return text.length;
  }
}

const LITERAL = /\/((?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([a-z]*)/y;

/** Behind a value a slash divides. */
function mayBegin(before: string): boolean {
  if (/^(?:return|typeof|case|in|of|yield|await)$/.test(before)) return true;
  return !/^(?:[\w$]+|[)\]"'`/])$/.test(before);
}

function endOf(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from);
  return end < 0 ? text.length : end + mark.length;
}

function endOfQuoted(text: string, from: number, quote: string): number {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === quote) return at + 1;
  }
  return text.length;
}
