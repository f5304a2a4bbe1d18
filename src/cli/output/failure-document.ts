import { writeFile } from "node:fs/promises";
import type { RunDocument } from "../../core/document/run-document.ts";
import { processSecrets } from "../../clients/secret-registry.ts";
import { renderFailureJunit } from "../../reporters/failure-junit.ts";
import { jsonLines } from "../../reporters/json.ts";
import type { Failure } from "../failure.ts";
import { redacted } from "../run/redaction.ts";
import { askedOutputs } from "./asked-outputs.ts";
import type { Format } from "./outputs.ts";

interface FailureError {
  readonly message: string;
  readonly hint: string | null;
}

/** The document of a run that never began, or that a defect ended: who reads JSON learns of it the same way. */
interface RunFailure extends Omit<RunDocument, "run"> {
  readonly run: null;
  readonly error: FailureError;
}

/** Of a command that tells of no run. */
interface CommandFailure extends Pick<RunDocument, "outcome" | "exitCode"> {
  readonly schema: "bigops.failure/v1";
  readonly error: FailureError;
}

/** The commands whose document is a run's. */
const OF_A_RUN = new Set(["run", "resume", "undo", "show"]);

/** Where a command fails before there is anything to report, the JSON and JUnit outputs that it was given still get a document. */
export async function writeFailure(args: readonly string[], { message, hint, exitCode }: Failure): Promise<void> {
  const error = redacted({ message, hint }, processSecrets);
  for (const { format, file } of askedOutputs(args)) {
    const text = rendered(format, args[0] ?? "", error, exitCode);
    if (text === null) continue;
    if (file === null) process.stdout.write(text);
    // A file that cannot be written is less important than the failure itself, which is told besides.
    else await writeFile(file, text, { mode: 0o600 }).catch(() => undefined);
  }
}

/** null: the screen has said it, and where nothing happened there are no events. */
function rendered(format: Format, command: string, error: FailureError, exitCode: Failure["exitCode"]): string | null {
  if (format === "junit") return renderFailureJunit(command, OUTCOMES[exitCode], error);
  if (format !== "json") return null;
  return jsonLines(OF_A_RUN.has(command) ? runFailure(error, exitCode) : commandFailure(error, exitCode));
}

const OUTCOMES = { 2: "usage", 7: "refused", 70: "defect", 130: "interrupted" } as const satisfies Record<
  Failure["exitCode"],
  RunDocument["outcome"]
>;

function commandFailure(error: FailureError, exitCode: Failure["exitCode"]): CommandFailure {
  return { schema: "bigops.failure/v1", outcome: OUTCOMES[exitCode], exitCode, error };
}

function runFailure(error: FailureError, exitCode: Failure["exitCode"]): RunFailure {
  return {
    schema: "bigops.run/v1",
    run: null,
    outcome: OUTCOMES[exitCode],
    exitCode,
    error,
    checks: [],
    causes: [],
    unexplained: [],
    undecided: [],
    proposals: [],
    unavailable: [],
    escalation: [],
    acknowledged: null,
  };
}
