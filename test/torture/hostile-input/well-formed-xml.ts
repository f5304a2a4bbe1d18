/** Why a text is no well-formed XML 1.0 document of elements, attributes and text with the five entities; null where it is. Stricter than XML: no comments, CDATA or doctype. */
export function unfitXml(text: string): string | null {
  const odd = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(text);
  if (odd !== null) return `a character that XML forbids at ${odd.index}`;
  const open: string[] = [];
  let roots = 0;
  let at = text.startsWith(DECLARATION) ? DECLARATION.length : 0;
  while (at < text.length) {
    const tag = text.indexOf("<", at);
    const between = text.slice(at, tag < 0 ? text.length : tag);
    if (open.length === 0 ? between.trim() !== "" : !isText(between)) return `no text that XML allows at ${at}`;
    if (tag < 0) break;
    TAG.lastIndex = tag;
    const found = TAG.exec(text);
    if (found === null) return `no tag at ${tag}: ${JSON.stringify(text.slice(tag, tag + 40))}`;
    const [whole, closing, name = "", attributes = "", empty] = found;
    const names = [...attributes.matchAll(ATTRIBUTE)].map(([, attribute, value = ""]) => [attribute, value] as const);
    if (new Set(names.map(([attribute]) => attribute)).size < names.length) return `an attribute twice in <${name}>`;
    const bad = names.find(([, value]) => !isText(value));
    if (bad !== undefined) return `the attribute ${bad[0]} of <${name}> is not escaped`;
    if (closing === "/") {
      const other = open.pop();
      if (other !== name) return `</${name}> closes <${other ?? "nothing"}>`;
    } else {
      if (open.length === 0) roots += 1;
      if (empty !== "/") open.push(name);
    }
    at = tag + whole.length;
  }
  if (open.length > 0) return `<${open.at(-1)}> is not closed`;
  return roots === 1 ? null : `${roots} roots`;
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';
const TAG = /<(\/?)([A-Za-z][\w.-]*)((?:\s+[A-Za-z][\w.-]*="[^"<]*")*)\s*(\/?)>/y;
const ATTRIBUTE = /([A-Za-z][\w.-]*)="([^"<]*)"/g;

/** Every & begins one of the five entities or a character that XML allows. */
function isText(text: string): boolean {
  return !/&(?!(?:amp|lt|gt|quot|apos|#10);)/.test(text) && !text.includes("]]>");
}
