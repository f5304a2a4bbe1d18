import type { AlertmanagerClient, AlertmanagerCluster, FiringAlert } from "../../clients/alertmanager-client.ts";

/** The alerts that fire and match, and how far the Alertmanager that was asked sees its others. */
export interface AlertsFacts {
  readonly alerts: readonly FiringAlert[];
  readonly cluster: AlertmanagerCluster;
}

/** Asks for both at the same time. Rejects with ClientError when either cannot be answered. */
export async function gatherAlerts(
  alertmanager: AlertmanagerClient,
  labels: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<AlertsFacts> {
  const [alerts, cluster] = await Promise.all([alertmanager.alerts(labels, signal), alertmanager.cluster(signal)]);
  return { alerts, cluster };
}
