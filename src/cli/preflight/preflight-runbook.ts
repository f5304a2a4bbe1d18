import { alertmanagerFindings } from "./alertmanager-findings.ts";
import { checkFindings } from "./check-findings.ts";
import { mitigationFindings } from "./mitigation-findings.ts";
import { pagerFindings } from "./pager-findings.ts";
import type { PreflightScene, StepFinding } from "./preflight-scene.ts";

/** Every branch of a runbook, without running it: each check asked, each mitigation planned, each target looked up, the Alertmanager of its alerts asked, all at the same time. */
export async function preflightRunbook(scene: PreflightScene): Promise<readonly StepFinding[]> {
  const { runbook } = scene;
  const steps = [
    alertmanagerFindings(scene).then((findings) => ({ id: "alerts", findings })),
    ...runbook.investigation.map(async (check) => ({ id: check.id, findings: await checkFindings(check, scene) })),
    ...runbook.mitigation.map(async (step) => ({ id: step.id, findings: await mitigationFindings(step, scene) })),
  ];
  const found = [...(await Promise.all(steps)), { id: "escalation", findings: pagerFindings(scene) }];
  return found.flatMap(({ id, findings }) => findings.map((finding) => ({ finding, usedBy: `${runbook.name}/${id}` })));
}
