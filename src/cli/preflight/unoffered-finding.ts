import type { Environment } from "../../core/environment/environment.ts";
import type { Finding } from "../../core/preflight/finding.ts";

/** The servers outside the cluster that actions change, by the beginning of the actions' names. */
const SERVERS = [
  { actions: "alertmanager.", key: "alertmanager", server: "Alertmanager" },
  { actions: "flink.", key: "flink", server: "Flink" },
] as const;

/**
 * A mitigation whose server the environment does not name, which it need not: a run there does without, and offers what else there is. A check that needs
 * that server is missing all the same, since it ends in error. null: the server is named, or the cluster is it.
 */
export function unofferedFinding(
  subject: string,
  action: string,
  environment: Pick<Environment, "name" | "alertmanager" | "flink">,
): Finding | null {
  const changed = SERVERS.find(({ actions }) => action.startsWith(actions));
  if (changed === undefined || environment[changed.key] !== undefined) return null;
  return {
    subject,
    status: "warning",
    detail: `not configured here, so that it would not be offered: the environment has no ${changed.server}`,
    hint: `where there is one, add environments.${environment.name}.${changed.key} to bigops.yaml`,
  };
}
