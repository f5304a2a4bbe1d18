import type { Finding } from "../../core/preflight/finding.ts";
import { SANDBOX_PAGES_NOBODY, unpageable } from "../run/unpageable.ts";
import type { PreflightScene } from "./preflight-scene.ts";

/** Whether each target of the escalation is configured and its secret at hand; nobody is paged. */
export function pagerFindings({ runbook, environment }: PreflightScene): readonly Finding[] {
  const problems = unpageable(environment, runbook.escalation, process.env);
  const targets = [...new Set(runbook.escalation.map(({ page }) => page))];
  return targets.map((target) => {
    const subject = `pager target ${target}`;
    const problem = problems[target];
    if (problem === undefined) return { subject, status: "there", detail: "configured", hint: null };
    if (problem === SANDBOX_PAGES_NOBODY) return { subject, status: "there", detail: problem, hint: null };
    return { subject, status: "missing", detail: problem, hint: "until then this step of the escalation fails" };
  });
}
