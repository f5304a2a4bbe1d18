import type { Environment } from "../../core/environment/environment.ts";
import type { Json } from "../../core/json.ts";
import type { Finding } from "../../core/preflight/finding.ts";
import type { Runbook } from "../../core/runbook/runbook.ts";
import type { OpenEnvironment } from "../run/open-environment.ts";
import type { RunSurroundings } from "../perform/run-surroundings.ts";

/** One runbook in one environment, with its parameters filled in. */
export interface PreflightScene {
  readonly runbook: Runbook;
  readonly parameters: Readonly<Record<string, Json>>;
  readonly environment: Environment;
  readonly opened: OpenEnvironment;
  readonly place: RunSurroundings["place"];
  /** For each question, its retries included, milliseconds. */
  readonly timeoutMs: number;
  /** Asks what another step has asked already but once. */
  readonly once: AskOnce;
}

export type AskOnce = <T>(question: string, ask: () => Promise<T>) => Promise<T>;

/** For one preflight: runbooks rely on much the same. */
export function askOnce(): AskOnce {
  const asked = new Map<string, Promise<unknown>>();
  return <T>(question: string, ask: () => Promise<T>) => {
    const answer = asked.get(question) ?? ask();
    asked.set(question, answer);
    // The question says all that the answer depends on, its kind included.
    return answer as Promise<T>;
  };
}

/** A finding and the step of the runbook that it is for. */
export interface StepFinding {
  readonly finding: Finding;
  /** e.g. "feature-store-down/rollback". */
  readonly usedBy: string;
}
