import { ClientError } from "../clients/client-error.ts";
import { fileTrouble, refusedPath } from "../clients/file-trouble.ts";
import { Interruption, UsageError } from "./usage-error.ts";

/** A failure as a person reads it; 70: it was not to be expected. */
export interface Failure {
  readonly message: string;
  readonly hint: string | null;
  readonly exitCode: 2 | 7 | 70 | 130;
}

/** What an error means to the person who typed the command; null: it is a defect of bigops. */
export function failureOf(error: unknown): Failure | null {
  if (error instanceof UsageError) return { message: error.message, hint: error.hint, exitCode: 2 };
  // A door that could not even be opened: the configuration is wrong.
  if (error instanceof ClientError) return { message: error.message, hint: error.hint, exitCode: 2 };
  if (error instanceof Error && error.name === "HolderError")
    return { message: error.message, hint: null, exitCode: 7 };
  if (error instanceof Interruption) return { message: error.message, hint: null, exitCode: 130 };
  const path = refusedPath(error);
  if (path === null) return null;
  return {
    message: `cannot use ${path}: ${fileTrouble(error)}`,
    hint: "check the path and its permissions; --state-dir and $BIGOPS_STATE_DIR say where runs are kept",
    exitCode: 2,
  };
}
