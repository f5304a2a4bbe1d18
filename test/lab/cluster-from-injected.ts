import { describe, inject } from "vitest";
import { clusterAt, type Cluster } from "./cluster/cluster.ts";
import "./injected.ts";

/** `describe` for a suite that needs the lab: skipped where it has not been provisioned. */
export const describeLab = describe.skipIf(inject("lab") === null);

function lab() {
  const injected = inject("lab");
  if (injected === null) throw new Error("the lab has not been provisioned: npm run lab");
  return injected;
}

/** The handle of the cluster that all lab suites share; call it inside a suite of `describeLab`. */
export function sharedCluster(): Cluster {
  return clusterAt(lab().cluster);
}

/** Absolute path of one of the lab's executables. */
export function labBinary(name: string): string {
  const path = lab().binaries[name];
  if (path === undefined) throw new Error(`the lab has no ${name}; it has ${Object.keys(lab().binaries).join(", ")}`);
  return path;
}
