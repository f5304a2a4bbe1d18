import { quoted } from "../clients/quoted.ts";
import { processSecrets } from "../clients/secret-registry.ts";
import { withoutTelling } from "../core/text/foreign-text.ts";
import { failureOf } from "./failure.ts";
import { warn } from "./output/warn.ts";

/** Says what went wrong on stderr and gives the exit code: 2 for wrong usage, files or configuration, 7 for a refusal, 130 where it was stopped, 70 for a defect of bigops. */
export function closeWithError(error: unknown): number {
  const failure = failureOf(error);
  if (failure !== null) return say(failure.message, failure.hint, failure.exitCode);
  if (error instanceof Error && error.name === "ExitPromptError") return 130;
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  say(
    `a defect of bigops: ${quoted(what, 500)}`,
    "please report it with the command and this line; set BIGOPS_DEBUG=1 for the stack",
    70,
  );
  if (process.env["BIGOPS_DEBUG"] === "1" && error instanceof Error)
    process.stderr.write(`${withoutTelling(processSecrets.redact(error.stack ?? ""))}\n`);
  return 70;
}

function say(message: string, hint: string | null, exitCode: number): number {
  warn(`${message}${hint === null ? "" : `\n  ${hint.replaceAll("\n", "\n  ")}`}`);
  return exitCode;
}
