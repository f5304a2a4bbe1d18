/** The command line, a file or the configuration is wrong: exit 2. `message` may span lines; `hint` is the next step. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly hint: string | null;
  constructor(message: string, hint: string | null = null) {
    super(message);
    this.hint = hint;
  }
}

/** A report could not be written after the run was told; there is a document of it already. */
export class UnwrittenReport extends UsageError {}

/** Somebody stopped the command before there was a run to go on with: exit 130. */
export class Interruption extends Error {
  override readonly name = "Interruption";
}
