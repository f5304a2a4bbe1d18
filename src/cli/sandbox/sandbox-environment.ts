import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { bareEnvironment, type Environment } from "../../core/environment/environment.ts";
import type { Sandbox, SandboxMutation } from "../../sandbox/start.ts";
import { didYouMean } from "../nearest-name.ts";
import type { Connection } from "../run/connection.ts";
import { UsageError } from "../usage-error.ts";

/** The path under which the sandbox's kubeconfig is found; there is no such file. */
export const SANDBOX_KUBECONFIG = "/dev/null/bigops-sandbox-kubeconfig";

export interface StartedSandbox {
  readonly sandbox: Sandbox;
  readonly environment: Environment;
}

/**
 * Starts the embedded platform as an environment. Its accepted writes go into the run's folder before they are answered, so that a run which goes on
 * in another process meets the same world.
 */
export async function startSandboxEnvironment(
  settings: NonNullable<Connection["sandbox"]>,
  runFolder: () => string | null,
): Promise<StartedSandbox> {
  const { startSandbox } = await import("../../sandbox/start.ts");
  const { faults } = await import("../../sandbox/faults/index.ts");
  const names = faults.map((fault) => fault.name);
  if (!names.includes(settings.fault))
    throw new UsageError(
      `the sandbox has no fault "${settings.fault}".${didYouMean(settings.fault, names)}`,
      `there are: ${names.join(", ")}`,
    );
  const sandbox = await startSandbox({
    ...settings,
    now: () => Date.now(),
    mutations: recordedWrites(runFolder()),
    onMutation: (mutation) => {
      const folder = runFolder();
      if (folder !== null) appendFileSync(writesFile(folder), `${JSON.stringify(mutation)}\n`, { mode: 0o600 });
    },
  });
  return { sandbox, environment: environmentOf(sandbox) };
}

/** The windows are shorter than in production, so that a change is proved while one watches. */
function environmentOf(sandbox: Sandbox): Environment {
  return {
    ...bareEnvironment("sandbox"),
    kubernetes: { kubeconfig: SANDBOX_KUBECONFIG, context: "sandbox" },
    prometheus: { url: sandbox.prometheusUrl },
    endpoints: {
      "kv-store": { url: sandbox.endpoints["kv-store"] },
      "kv-store-replica": { url: sandbox.endpoints["kv-store-replica"] },
    },
    parameters: { window: "15s", interval: "2s" },
  };
}

function writesFile(folder: string): string {
  return `${folder}/sandbox-writes.jsonl`;
}

function recordedWrites(folder: string | null): readonly SandboxMutation[] {
  if (folder === null || !existsSync(writesFile(folder))) return [];
  const lines = readFileSync(writesFile(folder), "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as SandboxMutation);
}
