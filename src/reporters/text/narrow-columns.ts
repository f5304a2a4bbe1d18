import stringWidth from "string-width";

/**
 * How wide each column is where all together may take `room`: the widest give way first, none further than its longest word; only where that does not do are
 * names broken at their hyphens too. The first column names the row and stays whole.
 */
export function fittedWidths(columns: readonly (readonly string[])[], room: number): readonly number[] {
  const widths = columns.map((cells) => longest(cells));
  for (const hyphens of [false, true]) {
    const least = columns.map((cells, column) => longest(cells.flatMap((cell) => pieces(cell, hyphens && column > 0))));
    for (let over = widths.reduce((total, width) => total + width, -room); over > 0; over -= 1) {
      const widest = widths.reduce<number | null>(
        (found, width, column) =>
          width > (least[column] ?? 0) && (found === null || width > (widths[found] ?? 0)) ? column : found,
        null,
      );
      if (widest === null) break;
      widths[widest] = (widths[widest] ?? 0) - 1;
    }
  }
  return widths;
}

/** A cell in lines of at most `width`, broken at blanks, and within a word at its hyphens where it is too long for one. */
export function wrappedCell(cell: string, width: number, hyphens: boolean): readonly string[] {
  const lines: string[] = [];
  const add = (piece: string, glue: string): void => {
    const last = lines.at(-1);
    if (last !== undefined && stringWidth(last + glue + piece) <= width) lines[lines.length - 1] = last + glue + piece;
    else lines.push(piece);
  };
  for (const word of cell.split(" ")) {
    const whole = !hyphens || stringWidth(word) <= width;
    for (const [index, piece] of pieces(word, !whole).entries()) add(piece, index === 0 ? " " : "");
  }
  return lines;
}

function pieces(text: string, hyphens: boolean): readonly string[] {
  return text.split(hyphens ? / |(?<=-)/ : " ");
}

function longest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => stringWidth(text)));
}
