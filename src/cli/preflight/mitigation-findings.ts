import { PlanRefusal } from "../../actions/action.ts";
import { actions } from "../../actions/index.ts";
import { ClientError } from "../../clients/client-error.ts";
import type { Finding } from "../../core/preflight/finding.ts";
import { renderArgs } from "../../core/runbook/render-args.ts";
import type { Mitigation } from "../../core/runbook/runbook.ts";
import { unfit } from "./check-findings.ts";
import { failureFinding } from "./failure-finding.ts";
import { permissionFindings } from "./permission-findings.ts";
import type { PreflightScene } from "./preflight-scene.ts";

/** Whether a mitigation could be made: its plan is read as for a proposal, and the server asked whether it would be allowed. Nothing is sent. */
export async function mitigationFindings(step: Mitigation, scene: PreflightScene): Promise<readonly Finding[]> {
  const subject = `mitigation ${step.id} (${step.action})`;
  const action = actions.get(step.action);
  if (action === undefined)
    return [{ subject, status: "missing", detail: "this bigops has no such action", hint: null }];
  let args: unknown;
  try {
    args = renderArgs(step.args, scene.parameters, action.args);
  } catch (error) {
    return [unfit(subject, error)];
  }
  const [planned, permissions] = await Promise.all([
    plan(subject, () =>
      action.plan(args, {
        doors: scene.opened.doors,
        nowMs: Date.now(),
        signal: AbortSignal.timeout(scene.timeoutMs),
        onsetAtMs: null,
      }),
    ),
    permissionFindings(action.permissions?.(args) ?? [], scene),
  ]);
  return [planned, ...permissions];
}

async function plan(subject: string, make: () => Promise<{ readonly summary: string }>): Promise<Finding> {
  try {
    return { subject, status: "there", detail: `could ${(await make()).summary}`, hint: null };
  } catch (error) {
    // What it would change is there; that there is nothing to change now is as it should be.
    if (error instanceof PlanRefusal)
      return { subject, status: "there", detail: `not now: ${error.message}`, hint: null };
    if (error instanceof ClientError) return failureFinding(subject, error);
    throw error;
  }
}
