import type { RunDocument } from "../src/core/document/run-document.ts";
import { timedProcess, type TimedProcess } from "./timed-process.ts";

/** Where a dry run is made: an environment of bigops.yaml in `cwd`, and a home of its own. */
export interface Place {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A dry run of a shipped runbook. Every end of a diagnosis counts: what is measured is its time. */
export function dryRun(program: string, { cwd, env }: Place, runbook = "feature-store-down"): Promise<TimedProcess> {
  const args = [program, "run", runbook, "--dry-run", "--output", "json"];
  return timedProcess(process.execPath, args, { cwd, env, exitCodes: [0, 1, 3] });
}

/** How long the slowest check of a dry run took, milliseconds. */
export function slowestCheckMs({ stdout }: TimedProcess): number {
  const { checks } = JSON.parse(stdout) as RunDocument;
  return Math.max(...checks.map((check) => check.durationMs));
}
