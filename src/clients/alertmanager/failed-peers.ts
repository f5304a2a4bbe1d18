const METRIC = "alertmanager_cluster_failed_peers";

/** Members that an Alertmanager knows of and cannot reach, out of its own metrics; null where they do not say. The API lists only those that it sees. */
export function failedPeers(metrics: string): number | null {
  const line = metrics.split("\n").find((each) => each.startsWith(`${METRIC} `));
  const value = Number(line?.slice(METRIC.length) ?? Number.NaN);
  return Number.isInteger(value) ? value : null;
}
