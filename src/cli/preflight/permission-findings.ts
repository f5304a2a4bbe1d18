import { ClientError } from "../../clients/client-error.ts";
import type { Finding } from "../../core/preflight/finding.ts";
import { canIWords, type Permission, permissionWords } from "../../core/preflight/permission.ts";
import { failureFinding } from "./failure-finding.ts";
import type { PreflightScene } from "./preflight-scene.ts";

/** Whether this user may, asked of the server's own authorization. */
export function permissionFindings(
  permissions: readonly Permission[],
  scene: PreflightScene,
): Promise<readonly Finding[]> {
  const question = (permission: Permission) => `may I ${JSON.stringify(permission)}`;
  return Promise.all(permissions.map((permission) => scene.once(question(permission), () => ask(permission, scene))));
}

async function ask(permission: Permission, { opened, timeoutMs }: PreflightScene): Promise<Finding> {
  const namespace = opened.namespace ?? "default";
  const subject = permissionWords(permission, namespace);
  try {
    const kubernetes = await opened.doors.kubernetes();
    const { allowed, reason } = await kubernetes.mayI(permission, AbortSignal.timeout(timeoutMs));
    if (allowed) return { subject, status: "there", detail: "allowed", hint: null };
    return {
      subject,
      status: "forbidden",
      detail: `not allowed${reason === null ? "" : `: ${reason}`}`,
      hint: `ask for this permission; to see when it is there: ${canIWords(permission, namespace)}`,
    };
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    return failureFinding(subject, error);
  }
}
