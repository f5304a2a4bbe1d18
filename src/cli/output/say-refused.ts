import { writeFile } from "node:fs/promises";
import { documentOf } from "../../core/document/document-of.ts";
import { exitCodeOf } from "../../core/run/outcome.ts";
import type { RunState } from "../../core/run/state.ts";
import type { KubectlAim } from "../../core/text/aim-kubectl.ts";
import { parseOutputs } from "./outputs.ts";
import { warn } from "./warn.ts";

/** What was asked of a run and cannot be done. */
export interface Refused {
  readonly state: RunState;
  readonly recorded: boolean;
  readonly kubectl: KubectlAim | null;
  readonly message: string;
  /** The next step; null where there is none. */
  readonly hint: string | null;
}

/** Says a refusal on stderr, and in the run's document where JSON was asked for; gives the exit code. Nothing was done. */
export async function sayRefused(refused: Refused, given: readonly string[]): Promise<number> {
  const { state, recorded, kubectl, message, hint } = refused;
  warn(`${message}${hint === null ? "" : `\n  ${hint}`}`);
  const outputs = parseOutputs(given).filter(({ format }) => format === "json");
  if (outputs.length === 0) return exitCodeOf("refused");
  const { renderJson } = await import("../../reporters/json.ts");
  const document = documentOf(state, { recorded, aim: kubectl, nowMs: Date.now() });
  const text = renderJson({
    ...document,
    outcome: "refused",
    exitCode: exitCodeOf("refused"),
    error: { message, hint },
  });
  for (const { file } of outputs) {
    if (file === null) process.stdout.write(text);
    // As with every failure: a file that cannot be written matters less than what is said.
    else await writeFile(file, text, { mode: 0o600 }).catch(() => undefined);
  }
  return exitCodeOf("refused");
}
