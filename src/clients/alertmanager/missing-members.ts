import type { AlertmanagerCluster } from "../alertmanager-client.ts";

/** Members that should be there and are not seen; null when that cannot be told. `expected`: how many there should be; null: as many as it knows of. */
export function missingMembers({ members, failedPeers }: AlertmanagerCluster, expected: number | null): number | null {
  if (expected === null) return failedPeers;
  return Math.max(failedPeers ?? 0, expected - Math.max(1, members), 0);
}

/** Why what this Alertmanager says may not be all; null when nothing speaks against it. */
export function halfAPair(cluster: AlertmanagerCluster, expected: number | null): string | null {
  if (cluster.state === "settling")
    return "it is still settling with its cluster: it does not know yet what the others know";
  const missing = missingMembers(cluster, expected) ?? 0;
  if (missing === 0) return null;
  const there = Math.max(1, cluster.members);
  return `it sees ${there} of ${there + missing} members of its cluster: what only the others know is missing here`;
}
