import { ClientError } from "../clients/client-error.ts";
import { plainText } from "../core/text/plain-text.ts";
import { UsageError } from "./usage-error.ts";

/** Says what went wrong on stderr and gives the exit code: 2 for wrong usage, files or configuration, 70 for a defect of bigops. */
export function closeWithError(error: unknown): number {
  if (error instanceof UsageError) return say(error.message, error.hint, 2);
  // A door that could not even be opened: the configuration is wrong.
  if (error instanceof ClientError) return say(error.message, error.hint, 2);
  if (error instanceof Error && error.name === "HolderError") return say(error.message, null, 7);
  if (error instanceof Error && error.name === "ExitPromptError") return 130;
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  say(
    `a defect of bigops: ${plainText(what, 500)}`,
    "please report it with the command and this line; set BIGOPS_DEBUG=1 for the stack",
    70,
  );
  if (process.env["BIGOPS_DEBUG"] === "1" && error instanceof Error) process.stderr.write(`${error.stack ?? ""}\n`);
  return 70;
}

function say(message: string, hint: string | null, exitCode: number): number {
  process.stderr.write(`bigops: ${message}\n${hint === null ? "" : `  ${hint.replaceAll("\n", "\n  ")}\n`}`);
  return exitCode;
}
