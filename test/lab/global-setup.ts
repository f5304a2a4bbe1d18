import type { TestProject } from "vitest/node";
import { startCluster } from "./cluster/start-cluster.ts";
import "./injected.ts";
import { binaryPath } from "./provision/lab-folder.ts";
import { provisionOrSkip } from "./provision/provision-or-skip.ts";
import { steps } from "./provision/steps.ts";

/**
 * Starts the one cluster that all lab suites share, each in namespaces of its own; returns what
 * stops it. Without a provisioned lab the suites skip themselves; under CI it is provisioned first.
 */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (!(await provisionOrSkip("lab suites", steps))) {
    project.provide("lab", null);
    return undefined;
  }
  const { address, close } = await startCluster();
  const paths = steps.flatMap((step) => step.binaries.map((binary) => [binary, binaryPath(step, binary)] as const));
  project.provide("lab", { cluster: address, binaries: Object.fromEntries(paths) });
  return close;
}
