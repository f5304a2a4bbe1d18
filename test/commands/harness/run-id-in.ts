/** The id of the run that a transcript is about. */
export function runIdIn(text: string): string {
  const id = /\b(?:fsd|sl)-[0-9a-z]{4}\b/.exec(text)?.[0];
  if (id === undefined) throw new Error(`no run is named in:\n${text}`);
  return id;
}
