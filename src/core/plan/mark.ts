/** The value of the mark for one write: what an object says about who changed it last. */
export function markOf(run: string, proposal: string, write: string): string {
  return `${run}/${proposal}/${write}`;
}

/** The run and the proposal that a mark names; null where it is none. */
export function readMark(value: string): { readonly run: string; readonly proposal: string } | null {
  const { run, proposal } = MARK.exec(value)?.groups ?? {};
  return run === undefined || proposal === undefined ? null : { run, proposal };
}

const MARK = /^(?<run>[a-z0-9][a-z0-9-]{0,79})\/(?<proposal>[a-z0-9][a-z0-9-]{0,199})\/\d{1,6}$/;
