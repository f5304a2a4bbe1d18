import { PlanRefusal } from "../../actions/action.ts";
import { actions } from "../../actions/index.ts";
import { ClientError } from "../../clients/client-error.ts";
import type { Finding } from "../../core/preflight/finding.ts";
import { renderArgs } from "../../core/runbook/render-args.ts";
import type { Mitigation } from "../../core/runbook/runbook.ts";
import { unfit } from "./check-findings.ts";
import type { Thing } from "../../core/preflight/thing.ts";
import { failureFinding } from "./failure-finding.ts";
import { leaseFindings } from "./lease-findings.ts";
import { permissionFindings } from "./permission-findings.ts";
import type { PreflightScene } from "./preflight-scene.ts";
import { refusalFinding } from "./refusal-finding.ts";
import { thingFinding } from "./thing-finding.ts";
import { unofferedFinding } from "./unoffered-finding.ts";

/** Whether a mitigation could be made: its plan is read as for a proposal, and the server asked whether it would be allowed. Nothing is sent. */
export async function mitigationFindings(step: Mitigation, scene: PreflightScene): Promise<readonly Finding[]> {
  const subject = `mitigation ${step.id} (${step.action})`;
  const action = actions.get(step.action);
  if (action === undefined)
    return [{ subject, status: "missing", detail: "this bigops has no such action", hint: null }];
  const unoffered = unofferedFinding(subject, step.action, scene.environment);
  if (unoffered !== null) return [unoffered];
  let args: unknown;
  try {
    args = renderArgs(step.args, scene.parameters, action.args);
  } catch (error) {
    return [unfit(subject, error)];
  }
  const context = { doors: scene.opened.doors, nowMs: Date.now(), signal: AbortSignal.timeout(scene.timeoutMs) };
  const [planned, things, permissions, lease] = await Promise.all([
    plan(subject, alternativeTo(step, scene), () => action.plan(args, { ...context, onsetAtMs: null })),
    thingsOf(subject, () => action.things?.(args, context) ?? Promise.resolve([])),
    permissionFindings(action.permissions?.(args) ?? [], scene),
    leaseFindings(step.action, action.permissions?.(args) ?? [], scene),
  ]);
  // What is missing is told by the plan that needs it, and not twice.
  return [planned, ...things.filter(({ detail }) => detail !== planned.detail), ...permissions, ...lease];
}

/** The mitigation that the runbook proposes once this one has turned out impossible. */
function alternativeTo({ id }: Mitigation, { runbook }: PreflightScene): string | null {
  return runbook.mitigation.find(({ insteadOf }) => insteadOf === id)?.id ?? null;
}

async function thingsOf(subject: string, ask: () => Promise<readonly Thing[]>): Promise<readonly Finding[]> {
  try {
    return (await ask()).map(thingFinding);
  } catch (error) {
    if (error instanceof ClientError) return [failureFinding(subject, error)];
    throw error;
  }
}

async function plan(
  subject: string,
  alternative: string | null,
  make: () => Promise<{ readonly summary: string }>,
): Promise<Finding> {
  try {
    return { subject, status: "there", detail: `could ${(await make()).summary}`, hint: null };
  } catch (error) {
    if (error instanceof PlanRefusal) return refusalFinding(subject, error, alternative);
    if (error instanceof ClientError) return failureFinding(subject, error);
    throw error;
  }
}
