import stringWidth from "string-width";

/** Columns padded to their widest cell, as kubectl prints them. */
export function table(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => stringWidth(row[column] ?? ""))),
  );
  const padded = (cell: string, column: number) => cell + " ".repeat((widths[column] ?? 0) - stringWidth(cell));
  return rows.map((row) => `${row.map(padded).join("   ").trimEnd()}\n`).join("");
}
