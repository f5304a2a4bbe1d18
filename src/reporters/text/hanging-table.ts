import stringWidth from "string-width";
import { labelled } from "./block.ts";
import { nextStep } from "./next-step.ts";
import { printable } from "./printable.ts";
import { columns, type View } from "./view.ts";

/** Less room than this beside the columns is no room for sentences: they go below. */
const LEAST_ROOM = 30;
const GAP = 3;

/** Rows whose last cell is a sentence, which may end in a command: the others in columns of their own, the sentence wrapped beside them, or below where that is too narrow. */
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
  const [firstWidth = 0] = widths;
  const lines = cells.map((row, index) => {
    const sentence = rows[index]?.at(-1) ?? "";
    if (beside) return `${" ".repeat(indent)}${padded(row)}${nextStep(sentence, at, view)}`.trimEnd();
    const [first = "", ...others] = row;
    const lead = labelled(
      first,
      others.filter((cell) => cell !== "").join(", "),
      indent,
      indent + firstWidth + GAP,
      view,
    );
    const below = indent + 4;
    return [lead, ...(sentence === "" ? [] : [" ".repeat(below) + nextStep(sentence, below, view)])].join("\n");
  });
  return lines.join("\n");
}
