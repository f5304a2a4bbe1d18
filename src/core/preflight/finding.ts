import { aimKubectl, type KubectlAim } from "../text/aim-kubectl.ts";

/** Whether something that a runbook relies on is there: `unknown` is never there. `warning`: it is not, and a runbook does without. */
export type FindingStatus = "there" | "missing" | "forbidden" | "unknown" | "warning";

export interface Finding {
  /** What was looked for, e.g. "patch deployments.apps/feature-api in ml" or "check pods". */
  readonly subject: string;
  readonly status: FindingStatus;
  /** What was seen. */
  readonly detail: string;
  /** The next step; null where it is there. */
  readonly hint: string | null;
}

/** A finding with the steps that rely on it, e.g. "feature-store-down/rollback"; sorted as the runbooks name them. */
export interface SharedFinding extends Finding {
  readonly usedBy: readonly string[];
}

/** The same thing is told once, with all who need it. */
export function shared(
  found: readonly { readonly finding: Finding; readonly usedBy: string }[],
): readonly SharedFinding[] {
  const bySubject = new Map<string, SharedFinding>();
  for (const { finding, usedBy } of found) {
    const key = JSON.stringify([finding.subject, finding.status, finding.detail]);
    const there = bySubject.get(key);
    if (there === undefined) bySubject.set(key, { ...finding, usedBy: [usedBy] });
    else if (!there.usedBy.includes(usedBy)) bySubject.set(key, { ...there, usedBy: [...there.usedBy, usedBy] });
  }
  return [...bySubject.values()];
}

/** The kubectl commands of a finding name the cluster that was asked. */
export function aimFinding(finding: SharedFinding, aim: KubectlAim | null): SharedFinding {
  const { detail, hint } = finding;
  return { ...finding, detail: aimKubectl(detail, aim), hint: hint === null ? null : aimKubectl(hint, aim) };
}

/** As the interface says: 0 all there, 1 something missing or forbidden, 3 something could not be told. */
export function preflightExitCode(findings: readonly Finding[]): 0 | 1 | 3 {
  if (findings.some(({ status }) => status === "missing" || status === "forbidden")) return 1;
  return findings.some(({ status }) => status === "unknown") ? 3 : 0;
}
