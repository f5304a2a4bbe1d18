import stringWidth from "string-width";

/**
 * A shell command over as many lines as it needs, each but the last ending in a backslash, so that what is copied from the screen still runs.
 * Broken between words only, never inside quotes; a word that is wider than `width` columns stays whole.
 */
export function commandLines(command: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  const pieces = words(command);
  for (const [index, word] of pieces.entries()) {
    const room = index === pieces.length - 1 ? width : width - 2;
    if (line !== "" && stringWidth(`${line} ${word}`) > room) {
      lines.push(`${line} \\`);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** Where a shell's comment begins in it: a word of its own that begins with "#"; null where there is none. */
export function commentAt(command: string): number | null {
  return [...command.matchAll(WORD)].find(([word]) => word.startsWith("#"))?.index ?? null;
}

const WORD = /(?:'[^']*'?|"(?:\\[^]|[^"\\])*["\\]?|\\[^]?|[^\s'"\\])+/g;

function words(command: string): readonly string[] {
  return command.match(WORD) ?? [];
}
