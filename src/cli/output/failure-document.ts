import { writeFile } from "node:fs/promises";
import type { RunDocument } from "../../core/document/run-document.ts";
import { processSecrets } from "../../clients/secret-registry.ts";
import { jsonLines } from "../../reporters/json.ts";
import { type Failure, failureOf } from "../failure.ts";
import { redacted } from "../run/redaction.ts";
import { UnwrittenReport } from "../usage-error.ts";
import type { Output } from "./outputs.ts";

/** The document of a run that never began: who reads JSON learns of it the same way. */
interface FailureDocument extends Omit<RunDocument, "run"> {
  readonly run: null;
  readonly error: { readonly message: string; readonly hint: string | null };
}

const OUTCOMES = { 2: "usage", 7: "refused", 130: "interrupted" } as const;

/** Runs a command; where it fails before there is a run, the JSON outputs still get a document, and the failure goes on its way. */
export async function withFailureDocument(outputs: readonly Output[], work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    const failure = error instanceof UnwrittenReport ? null : failureOf(error);
    if (failure !== null) await report(outputs, failure);
    throw error;
  }
}

async function report(outputs: readonly Output[], { message, hint, exitCode }: Failure): Promise<void> {
  const document: FailureDocument = {
    schema: "bigops.run/v1",
    run: null,
    outcome: OUTCOMES[exitCode],
    exitCode,
    error: redacted({ message, hint }, processSecrets),
    checks: [],
    causes: [],
    unexplained: [],
    proposals: [],
    unavailable: [],
    escalation: [],
  };
  const text = jsonLines(document);
  for (const { format, file } of outputs) {
    if (format !== "json") continue;
    if (file === null) process.stdout.write(text);
    // A file that cannot be written is less important than the failure itself, which is told next.
    else await writeFile(file, text, { mode: 0o600 }).catch(() => undefined);
  }
}
