import { preflightExitCode, type SharedFinding } from "./finding.ts";

/** What a preflight found, as `--output json` prints it. */
export interface PreflightDocument {
  readonly schema: "bigops.preflight/v1";
  readonly environment: string;
  /** e.g. "staging-eks/ml"; empty without a cluster. */
  readonly place: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly runbooks: readonly string[];
  readonly exitCode: 0 | 1 | 3;
  readonly findings: readonly SharedFinding[];
}

export function preflightDocument(about: Omit<PreflightDocument, "schema" | "exitCode">): PreflightDocument {
  return { schema: "bigops.preflight/v1", ...about, exitCode: preflightExitCode(about.findings) };
}
