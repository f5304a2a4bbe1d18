import { ClientError } from "../../clients/client-error.ts";
import type { Finding } from "../../core/preflight/finding.ts";
import { canIWords, type Permission } from "../../core/preflight/permission.ts";
import type { PreflightScene } from "./preflight-scene.ts";

const VERBS = ["get", "create", "update"] as const;

/**
 * Whether this user may keep the lease beside what a change of the API server patches, or, for what is in no cluster, in the one that the environment
 * names. Without it the change is made all the same.
 */
export async function leaseFindings(
  action: string,
  permissions: readonly Permission[],
  scene: PreflightScene,
): Promise<readonly Finding[]> {
  const { namespace: own } = scene.opened;
  const patched = permissions.find(({ verb }) => verb === "patch");
  const elsewhere = action === "manual" || action.startsWith("kubernetes.") ? null : own;
  const namespace = patched === undefined ? elsewhere : (patched.namespace ?? own ?? "default");
  if (namespace === null) return [];
  return [await scene.once(`may I keep leases in ${namespace}`, () => ask(namespace, scene))];
}

async function ask(namespace: string, { opened, timeoutMs }: PreflightScene): Promise<Finding> {
  const subject = `keep leases in ${namespace}`;
  const warning = (detail: string, hint: string): Finding => ({
    subject,
    status: "warning",
    detail: `${detail}; others who would make the same change are not held off, and what did not last is not remembered`,
    hint,
  });
  try {
    const kubernetes = await opened.doors.kubernetes();
    for (const verb of VERBS) {
      const permission: Permission = { verb, group: "coordination.k8s.io", resource: "leases", namespace };
      const { allowed } = await kubernetes.mayI(permission, AbortSignal.timeout(timeoutMs));
      if (!allowed)
        return warning(
          `may not ${verb} them`,
          `ask for this permission; to see when it is there: ${canIWords(permission, namespace)}`,
        );
    }
    return { subject, status: "there", detail: "allowed", hint: null };
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    return warning(`could not be told: ${error.message}`, error.hint);
  }
}
