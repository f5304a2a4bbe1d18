/** The value of the mark for one write: what an object says about who changed it last. */
export function markOf(run: string, proposal: string, write: string): string {
  return `${run}/${proposal}/${write}`;
}
