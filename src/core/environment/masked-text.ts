/** What a configuration may show of itself where its structure is not known, so that nobody can tell which text is a secret. */
const SHOWN_VALUES = new Set([
  "default",
  "context",
  "namespace",
  "kubeconfig",
  "service",
  "port",
  "via",
  "scheme",
  "mechanism",
  "jar",
  "env",
  "file",
  "protected",
  "readOnly",
]);

/** A name at the beginning of its line or its mapping, with its colon; in quotes of one kind or in none. */
const NAME =
  /(?:^[ \t]{0,200}(?:- {1,20}){0,20}|[{,][ \t]{0,200})(?:"([A-Za-z][\w.-]{0,40})"|'([A-Za-z][\w.-]{0,40})'|([A-Za-z][\w.-]{0,40}))[ \t]{0,200}:(?=[ \t\r]|$)/gm;
const SCALAR = /[^\s{}[\],:"'|>#-][^\s{}[\],"']*/g;

/**
 * The text with every value as asterisks, but for those of keys that hold no secret; names, signs and places stay. For the code frames of a file that
 * could not be read: what stands where is not known then.
 */
export function maskedText(text: string): string {
  const shown: (readonly [start: number, end: number])[] = [];
  for (const found of text.matchAll(NAME)) {
    const end = found.index + found[0].length;
    shown.push([found.index, end]);
    if (!SHOWN_VALUES.has(found[1] ?? found[2] ?? found[3] ?? "")) continue;
    const value = /^[ \t]*["']?([\w./~-]{1,80})(?=["']?[ \t]*(?:[,}\r\n]|$))/.exec(text.slice(end, end + 200));
    if (value !== null) shown.push([end, end + value[0].length]);
  }
  let next = 0;
  return text.replace(SCALAR, (word, offset: number) => {
    while ((shown[next]?.[1] ?? Infinity) <= offset) next += 1;
    const inside = shown[next];
    return inside !== undefined && inside[0] <= offset && offset + word.length <= inside[1]
      ? word
      : "*".repeat(word.length);
  });
}
