import { waitUntil } from "../process/wait-until.ts";
import { grant, operatorRules, viewerRules } from "./access-rules.ts";
import type { ClusterAddress } from "./address.ts";
import { applyObjects } from "./kubectl.ts";
import { logFile, previousLogFile, trafficLog, writeLog } from "./pod-logs.ts";
import { userRequest } from "./user-request.ts";

/**
 * Makes a namespace `PREFIX-xxxxxx` with the roles of `viewer` and `operator` in force and with
 * logs for its pods: two minutes of undisturbed traffic.
 */
export async function createNamespace(address: ClusterAddress, prefix: string): Promise<string> {
  const name = `${prefix}-${crypto.randomUUID().slice(0, 6)}`;
  const logsFile = logFile(address, name);
  const previousLogsFile = previousLogFile(address, name);
  await writeLog(logsFile, trafficLog({ total: 120, errors: 0 }));
  await writeLog(previousLogsFile, trafficLog({ total: 10, errors: 0 }));
  await applyObjects(address, [
    { apiVersion: "v1", kind: "Namespace", metadata: { name } },
    ...grant(name, "viewer", viewerRules),
    ...grant(name, "operator", operatorRules),
    {
      apiVersion: "kwok.x-k8s.io/v1alpha1",
      kind: "ClusterLogs",
      metadata: { name },
      spec: {
        selector: { matchNamespaces: [name] },
        logs: [{ logsFile, previousLogsFile, follow: false }],
      },
    },
  ]);
  const pods = `/api/v1/namespaces/${name}/pods?limit=1`;
  await waitUntil(`the roles of namespace ${name} to be in force`, async () => {
    // Asked by the administrator in their name: their own requests belong to the tests.
    const asked = ["viewer", "operator"].map((user) => userRequest(address, "admin", pods, user));
    return (await Promise.all(asked)).every(({ status }) => status === 200);
  });
  return name;
}
