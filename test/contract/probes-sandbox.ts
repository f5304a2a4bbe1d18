import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDoors } from "../../src/clients/open-doors.ts";
import { bareEnvironment } from "../../src/core/environment/environment.ts";
import { startSandbox } from "../../src/sandbox/start.ts";
import type { ProbeWorld } from "./probes-world.ts";

/** The sandbox with a fault as a world to probe; its clock stands still. */
export async function sandboxWorld(fault: string): Promise<ProbeWorld> {
  const nowMs = Date.parse("2026-11-22T03:09:30.250Z");
  const sandbox = await startSandbox({ fault, seed: 7, startedAtMs: nowMs, now: () => nowMs, readOnlyUser: true });
  const folder = await mkdtemp(join(tmpdir(), "bigops-probes-"));
  const kubeconfig = join(folder, "kubeconfig");
  await writeFile(kubeconfig, sandbox.kubeconfigYaml);
  const doors = openDoors(
    {
      ...bareEnvironment("sandbox"),
      kubernetes: { kubeconfig },
      prometheus: { url: sandbox.prometheusUrl },
      endpoints: Object.fromEntries(Object.entries(sandbox.endpoints).map(([name, url]) => [name, { url }])),
    },
    { env: {} },
  );
  return {
    doors,
    now: () => nowMs,
    forwards: false,
    close: async () => {
      await doors.close();
      await sandbox.close();
      await rm(folder, { recursive: true });
    },
  };
}
