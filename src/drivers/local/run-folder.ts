const RUN_ID = /^[a-z0-9][a-z0-9-]{0,79}$/;

/** A run's id is also the name of its folder. */
export function isRunId(text: string): boolean {
  return RUN_ID.test(text);
}

export function runsFolder(stateDir: string): string {
  return `${stateDir}/runs`;
}

export function runFolder(stateDir: string, run: string): string {
  return `${runsFolder(stateDir)}/${run}`;
}

export function journalPath(folder: string): string {
  return `${folder}/journal.jsonl`;
}
