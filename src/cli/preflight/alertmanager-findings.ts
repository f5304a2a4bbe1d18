import { halfAPair } from "../../clients/alertmanager/missing-members.ts";
import { ClientError } from "../../clients/client-error.ts";
import type { Finding } from "../../core/preflight/finding.ts";
import { failureFinding } from "./failure-finding.ts";
import type { PreflightScene } from "./preflight-scene.ts";

/** Whether the environment's Alertmanager answers, which a run from one of the runbook's alerts asks whether it fires. An environment may have none. */
export async function alertmanagerFindings(scene: PreflightScene): Promise<readonly Finding[]> {
  const { runbook, environment, once } = scene;
  if (environment.alertmanager === undefined || runbook.alerts.length === 0) return [];
  return [await once("status of Alertmanager", () => ask(scene))];
}

async function ask({ opened, timeoutMs }: PreflightScene): Promise<Finding> {
  const subject = "Alertmanager";
  try {
    const alertmanager = await opened.doors.alertmanager();
    const cluster = await alertmanager.cluster(AbortSignal.timeout(timeoutMs));
    const half = halfAPair(cluster, null);
    if (half === null) return { subject, status: "there", detail: "it answers", hint: null };
    return { subject, status: "unknown", detail: half, hint: "see amtool cluster show, and the members' own logs" };
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    return failureFinding(subject, error);
  }
}
