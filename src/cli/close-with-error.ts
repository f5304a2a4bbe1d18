import { quoted } from "../clients/quoted.ts";
import { processSecrets } from "../clients/secret-registry.ts";
import { withoutTelling } from "../core/text/foreign-text.ts";
import { withoutControls } from "../core/text/plain-text.ts";
import { type Failure, failureOf } from "./failure.ts";
import { writeFailure } from "./output/failure-document.ts";
import { warn } from "./output/warn.ts";
import { UnwrittenReport } from "./usage-error.ts";

/**
 * Says what went wrong on stderr, and to whoever reads the reports that `args` ask for; gives the exit code: 2 for wrong usage, files or configuration, 7
 * for a refusal, 130 where it was stopped, 70 for a defect of bigops.
 */
export async function closeWithError(error: unknown, args: readonly string[]): Promise<number> {
  if (error instanceof Error && error.name === "ExitPromptError") return 130;
  const failure = failureOf(error) ?? defect(error);
  say(failure);
  if (failure.exitCode === 70 && process.env["BIGOPS_DEBUG"] === "1" && error instanceof Error)
    process.stderr.write(`${withoutTelling(processSecrets.redact(withoutControls(error.stack ?? "")))}\n`);
  if (!(error instanceof UnwrittenReport)) await writeFailure(args, failure);
  return failure.exitCode;
}

function defect(error: unknown): Failure {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    message: `a defect of bigops: ${quoted(what, 500)}`,
    hint: "please report it with the command and this line; set BIGOPS_DEBUG=1 for the stack",
    exitCode: 70,
  };
}

function say({ message, hint }: Failure): void {
  warn(`${message}${hint === null ? "" : `\n  ${hint.replaceAll("\n", "\n  ")}`}`);
}
