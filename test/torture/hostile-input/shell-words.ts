/** The words of a command line as a POSIX shell splits it, quotes and backslashes taken off; null where a quote is not closed. Nothing is expanded. */
export function shellWords(line: string): readonly string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? "";
    if (/[ \t\n]/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else if (character === "'" || character === '"') {
      const end = closing(line, at);
      if (end < 0) return null;
      const inside = line.slice(at + 1, end);
      word = (word ?? "") + (character === "'" ? inside : inside.replace(/\\(["\\$`])/g, "$1"));
      at = end;
    } else if (character === "#" && word === null) {
      const end = line.indexOf("\n", at);
      at = end < 0 ? line.length : end;
    } else if (character === "\\") {
      at += 1;
      word = (word ?? "") + (line[at] ?? "");
    } else word = (word ?? "") + character;
  }
  return word === null ? words : [...words, word];
}

function closing(line: string, open: number): number {
  if (line[open] === "'") return line.indexOf("'", open + 1);
  for (let at = open + 1; at < line.length; at += 1) {
    if (line[at] === "\\") at += 1;
    else if (line[at] === '"') return at;
  }
  return -1;
}
