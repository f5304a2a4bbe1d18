/** A text between places, or what stands inside `{{ … }}`; `offset` is where the part begins, for a place the first character inside, blanks left out. */
export interface TemplatePart {
  readonly kind: "text" | "place";
  readonly text: string;
  readonly offset: number;
}

/** Splits a text at its places. `{{` without `}}` is text. Linear in the length of the text. */
export function placesIn(text: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let at = 0;
  for (;;) {
    const open = text.indexOf("{{", at);
    const close = open < 0 ? -1 : text.indexOf("}}", open + 2);
    if (close < 0) break;
    if (open > at) parts.push({ kind: "text", text: text.slice(at, open), offset: at });
    const inside = text.slice(open + 2, close);
    parts.push({ kind: "place", text: inside.trim(), offset: open + 2 + (inside.length - inside.trimStart().length) });
    at = close + 2;
  }
  if (at < text.length) parts.push({ kind: "text", text: text.slice(at), offset: at });
  return parts;
}
