/** The first `most` lines, and how many there are besides; so that a screen stays a screen. */
export function firstOf(lines: readonly string[], most: number, where: string): readonly string[] {
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most), `and ${lines.length - most} more (${where})`];
}
