import type { Operator, RunIdentity } from "./run-identity.ts";

/** Whether it is known as whom the cluster sees somebody; and where it is not, whether the cluster was asked and did not say. */
export type ClusterIdentity = "known" | "not-asked" | "not-known";

/** A run without a cluster asks none, and a sandbox, which is inside the process that holds its run, is not asked by another one. */
export function clusterIdentity(by: Operator, { environment }: Pick<RunIdentity, "environment">): ClusterIdentity {
  if (by.as !== null) return "known";
  return ["none", "sandbox"].includes(environment.cluster) ? "not-asked" : "not-known";
}

/** Behind a name: as whom the cluster sees it; nothing where no cluster was asked. */
export function identityInWords(as: string | null, identity: ClusterIdentity): string {
  if (as !== null) return ` as ${as}`;
  return identity === "not-known" ? " (cluster identity not known)" : "";
}
