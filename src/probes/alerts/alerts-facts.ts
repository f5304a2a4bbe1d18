import type { Doors } from "../../clients/doors.ts";
import { prometheusFiring } from "./prometheus-firing.ts";
import type { AlertmanagerClient, AlertmanagerCluster, FiringAlert } from "../../clients/alertmanager-client.ts";

/** The alerts that fire and match, and how far the Alertmanager that was asked sees its others. */
export interface AlertsFacts {
  readonly alerts: readonly FiringAlert[];
  readonly cluster: AlertmanagerCluster;
  /** How many of them Prometheus itself says fire; null where it was not told. */
  readonly prometheusFiring: number | null;
}

/** Asks for all at the same time. Rejects with ClientError when Alertmanager cannot be asked; Prometheus need not answer. */
export async function gatherAlerts(
  alertmanager: AlertmanagerClient,
  doors: Doors,
  labels: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<AlertsFacts> {
  const [alerts, cluster, firing] = await Promise.all([
    alertmanager.alerts(labels, signal),
    alertmanager.cluster(signal),
    prometheusFiring(doors, labels, signal),
  ]);
  return { alerts, cluster, prometheusFiring: firing };
}
