/** Of a log of whom one line more was asked for than is wanted: the newest lines, and whether there were older ones. */
export function newestLines(text: string, most: number): { readonly text: string; readonly older: boolean } {
  let lines = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines += 1;
  // A log that was cut at a limit of bytes ends without its newline.
  if (!text.endsWith("\n") && text !== "") lines += 1;
  return lines > most ? { text: text.slice(text.indexOf("\n") + 1), older: true } : { text, older: false };
}
