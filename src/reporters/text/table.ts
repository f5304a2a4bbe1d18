import stringWidth from "string-width";
import { printable } from "./printable.ts";

/** Columns padded to their widest cell, as kubectl prints them. */
export function table(given: readonly (readonly string[])[]): string {
  const rows = printable(given).map((row) => row.map((cell) => cell.replaceAll("\n", " ")));
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => stringWidth(row[column] ?? ""))),
  );
  const padded = (cell: string, column: number) => cell + " ".repeat((widths[column] ?? 0) - stringWidth(cell));
  return rows.map((row) => `${row.map(padded).join("   ").trimEnd()}\n`).join("");
}
