import type { RunState } from "../../core/run/state.ts";
import { clusterUid } from "../perform/cluster-uid.ts";
import type { OpenEnvironment } from "./open-environment.ts";

const UID_TIMEOUT_MS = 5_000;

/**
 * Whether a cluster of another URL is the one that the run began on: by the uid of its kube-system, as the run's plans had it. Where either may not be
 * read, it is not known to be.
 */
export async function isKnownCluster(
  { proposals }: RunState,
  { doors }: Pick<OpenEnvironment, "doors">,
): Promise<boolean> {
  const known = proposals.findLast(({ plan }) => (plan?.clusterUid ?? null) !== null)?.plan?.clusterUid ?? null;
  if (known === null) return false;
  return (await clusterUid(doors, AbortSignal.timeout(UID_TIMEOUT_MS))).uid === known;
}
