import * as z from "zod";
import type { CommandAnswer } from "../../clients/shell-client.ts";
import type { Judgement } from "../../core/check/check-result.ts";
import { plainText } from "../../core/text/plain-text.ts";
import { redactOutput } from "./redact-output.ts";

/** The typed result of `command`. */
export const commandObserved = z.object({
  exitCode: z.int().describe("the program's exit code"),
  stdout: z.string().describe("its output, at most 4 000 characters, without what looks like a secret"),
  stderr: z.string().describe("its complaints, bounded in the same way"),
  durationSeconds: z.number().describe("how long it ran"),
});

/**
 * The exit code decides: 0 passes. A shell's words for "not executable" and "not found" mean that nothing was asked; a program that was cut off in the
 * middle of its output may have failed by that alone.
 */
export function judgeCommand(answer: CommandAnswer): Judgement {
  const { exitCode, truncated } = answer;
  const observed: z.infer<typeof commandObserved> = {
    exitCode,
    stdout: redactOutput(answer.stdout),
    stderr: redactOutput(answer.stderr),
    durationSeconds: answer.durationMs / 1_000,
  };
  const said = plainText(observed.stderr === "" ? observed.stdout : observed.stderr, 120);
  const missing = exitCode === 126 || exitCode === 127;
  const verdict = missing ? "error" : exitCode === 0 ? "pass" : truncated ? "inconclusive" : "fail";
  return {
    verdict,
    summary: `${missing ? "could not be started: " : ""}exit code ${exitCode}${said === "" || exitCode === 0 ? "" : `: ${said}`}`,
    observed,
    evidence: [{ what: "exit code", value: exitCode, limit: 0 }],
    flip: verdict === "error" ? null : exitCode === 0 ? "another exit code" : "exit code 0",
    notes: truncated ? ["its output was longer than what is kept"] : [],
  };
}
