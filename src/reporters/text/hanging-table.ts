import stringWidth from "string-width";
import { hang, paragraph } from "./block.ts";
import { printable } from "./printable.ts";
import { columns, type View } from "./view.ts";

/** Less room than this beside the columns is no room for sentences: they go below. */
const LEAST_ROOM = 30;
const GAP = 3;

/** Rows whose last cell is a sentence: the others in columns of their own, the sentence wrapped beside them, or below where that is too narrow. */
export function hangingTable(given: readonly (readonly string[])[], indent: number, view: View): string {
  const rows = printable(given).map((row) => row.map((cell) => cell.replaceAll("\n", " ")));
  const cells = rows.map((row) => row.slice(0, -1));
  const count = Math.max(0, ...cells.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(0, ...cells.map((row) => stringWidth(row[column] ?? ""))),
  );
  const at = indent + widths.reduce((sum, width) => sum + width + GAP, 0);
  const padded = (row: readonly string[]) =>
    row.map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - stringWidth(cell) + GAP)).join("");
  const beside = columns(view) - at >= LEAST_ROOM;
  const lines = cells.map((row, index) => {
    const sentence = rows[index]?.at(-1) ?? "";
    if (beside) return `${" ".repeat(indent)}${padded(row)}${hang(sentence, at, view)}`.trimEnd();
    const [first = "", ...others] = row;
    const lead = paragraph([padded([first]), others.filter((cell) => cell !== "").join(", ")].join(""), indent, view);
    return [lead, ...(sentence === "" ? [] : [paragraph(sentence, indent + 4, view)])].join("\n");
  });
  return lines.join("\n");
}
