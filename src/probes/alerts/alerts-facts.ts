import type { Doors } from "../../clients/doors.ts";
import { prometheusFiring, type SaidByPrometheus } from "./prometheus-firing.ts";
import type { AlertmanagerClient, AlertmanagerCluster, FiringAlert } from "../../clients/alertmanager-client.ts";

/** The alerts that fire and match, and how far the Alertmanager that was asked sees its others. */
export interface AlertsFacts {
  readonly alerts: readonly FiringAlert[];
  readonly cluster: AlertmanagerCluster;
  readonly prometheus: SaidByPrometheus;
}

/** Asks for all at the same time. Rejects with ClientError when Alertmanager cannot be asked; Prometheus need not answer. */
export async function gatherAlerts(
  alertmanager: AlertmanagerClient,
  doors: Doors,
  labels: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<AlertsFacts> {
  const [alerts, cluster, prometheus] = await Promise.all([
    alertmanager.alerts(labels, signal),
    alertmanager.cluster(signal),
    prometheusFiring(doors, labels, signal),
  ]);
  return { alerts, cluster, prometheus };
}
