import { fileURLToPath } from "node:url";
import { execa } from "execa";
import type { TestProject } from "vitest/node";
import { startCluster } from "./cluster/start-cluster.ts";
import "./injected.ts";
import { binaryPath, isProvisioned } from "./provision/lab-folder.ts";
import { steps } from "./provision/steps.ts";

/**
 * Starts the one cluster that all lab suites share, each in namespaces of its own; returns what
 * stops it. Without a provisioned lab the suites skip themselves; under CI it is provisioned first.
 */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (!steps.every(isProvisioned)) {
    const ci = process.env["CI"] ?? "";
    if (ci === "" || ci === "false") {
      const missing = steps.filter((step) => !isProvisioned(step)).map(({ name }) => name);
      process.stderr.write(`lab suites skipped: ${missing.join(", ")} not built yet; \`npm run lab\` does that\n`);
      project.provide("lab", null);
      return undefined;
    }
    await provision();
  }
  const { address, close } = await startCluster();
  const paths = steps.flatMap((step) => step.binaries.map((binary) => [binary, binaryPath(step, binary)] as const));
  project.provide("lab", { cluster: address, binaries: Object.fromEntries(paths) });
  return close;
}

async function provision(): Promise<void> {
  const script = fileURLToPath(new URL("./provision.ts", import.meta.url));
  const tsx = import.meta.resolve("tsx");
  await execa(process.execPath, ["--import", tsx, script], { stdio: "inherit" });
}
