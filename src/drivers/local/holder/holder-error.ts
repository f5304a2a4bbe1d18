/** A process holds the run and could not be spoken with. */
export class HolderError extends Error {
  constructor(runFolder: string, what: string) {
    super(
      `the process that holds ${runFolder} ${what}; it may be suspended (look with ps, go on with fg). ` +
        "Once it is gone, the same command takes the run over.",
    );
    this.name = "HolderError";
  }
}
