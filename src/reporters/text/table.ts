import stringWidth from "string-width";
import { fittedWidths, wrappedCell } from "./narrow-columns.ts";
import { printable } from "./printable.ts";

const GAP = 3;
const NARROW_GAP = 2;
/** How far what stands below a row is indented. */
const BELOW = 4;

/**
 * Columns padded to their widest cell, as kubectl prints them. Where that is wider than `room` columns, the cells are wrapped; a last column without a title
 * that finds no place goes below its row. Without a room a row is one line, which is what other programs read.
 */
export function table(given: readonly (readonly string[])[], room = Number.POSITIVE_INFINITY): string {
  const rows = printable(given).map((row) => row.map((cell) => cell.replaceAll("\n", " ")));
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = widestCells(rows, count);
  if (sum(widths) + GAP * (count - 1) <= room) return rows.map((row) => line(row, widths, GAP)).join("");
  const untitled = rows.length > 1 && rows[0]?.[count - 1] === "";
  const kept = untitled ? rows.map((row) => row.slice(0, count - 1)) : rows;
  const fitted = fittedWidths(columnsOf(kept, untitled ? count - 1 : count), room - NARROW_GAP * (count - 1));
  return rows
    .map((row, index) => {
      const below = untitled ? wrappedCell(row[count - 1] ?? "", room - BELOW, false) : [];
      const indented = below.filter((text) => text !== "").map((text) => `${" ".repeat(BELOW)}${text}\n`);
      return narrowRow(kept[index] ?? [], fitted) + indented.join("");
    })
    .join("");
}

/** A row in as many lines as its highest cell has. */
function narrowRow(row: readonly string[], widths: readonly number[]): string {
  const cells = row.map((cell, column) => wrappedCell(cell, widths[column] ?? 0, column > 0));
  const height = Math.max(1, ...cells.map((lines) => lines.length));
  const lines = Array.from({ length: height }, (_, at) => cells.map((one) => one[at] ?? ""));
  return lines.map((one) => line(one, widths, NARROW_GAP)).join("");
}

function line(cells: readonly string[], widths: readonly number[], gap: number): string {
  const padded = cells.map((cell, column) => cell + " ".repeat(Math.max(0, (widths[column] ?? 0) - stringWidth(cell))));
  return `${padded.join(" ".repeat(gap)).trimEnd()}\n`;
}

function columnsOf(rows: readonly (readonly string[])[], count: number): readonly (readonly string[])[] {
  return Array.from({ length: count }, (_, column) => rows.map((row) => row[column] ?? ""));
}

function widestCells(rows: readonly (readonly string[])[], count: number): readonly number[] {
  return columnsOf(rows, count).map((cells) => Math.max(...cells.map((cell) => stringWidth(cell))));
}

function sum(widths: readonly number[]): number {
  return widths.reduce((total, width) => total + width, 0);
}
