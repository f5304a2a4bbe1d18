import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { bareEnvironment, type Environment } from "../../core/environment/environment.ts";
import type { SandboxMutation } from "../../sandbox/start.ts";
import { packageRoot } from "../package-root.ts";
import { SANDBOX_PARAMETERS } from "./sandbox-parameters.ts";
import type { SandboxOrder, SandboxReport } from "./sandbox-order.ts";

/** The path under which the sandbox's kubeconfig is found; there is no such file. */
const SANDBOX_KUBECONFIG = "/dev/null/bigops-sandbox-kubeconfig";

export interface StartedSandbox {
  readonly kubeconfigYaml: string;
  readonly environment: Environment;
  /** From now on accepted writes are recorded in this run's folder, before they are answered. */
  record(runFolder: string): void;
  close(): Promise<void>;
}

/** Starts the embedded platform as an environment; a run that goes on in another process meets the same world, from what its folder recorded. */
export async function startSandboxEnvironment(
  settings: SandboxOrder["settings"],
  runFolder: string | null,
): Promise<StartedSandbox> {
  const mutations = runFolder === null ? [] : recordedWrites(runFolder);
  const order: SandboxOrder = { settings, mutations, writesFile: runFolder === null ? null : writesIn(runFolder) };
  const worker = new Worker(join(packageRoot(), "dist", "sandbox-worker.js"), { workerData: order });
  const report = await new Promise<SandboxReport>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
  // It serves for as long as the run does, and keeps no process alive by itself.
  worker.unref();
  return {
    kubeconfigYaml: report.kubeconfigYaml,
    environment: environmentOf(report),
    record: (folder) => worker.postMessage(writesIn(folder)),
    close: async () => {
      await worker.terminate();
    },
  };
}

/** The windows are shorter than in production, so that a change is proved while one watches; and the past reaches back two hours. */
function environmentOf({
  prometheusUrl,
  alertmanagerUrl,
  flinkUrl,
  kafkaBrokers,
  endpoints,
}: SandboxReport): Environment {
  return {
    ...bareEnvironment("sandbox"),
    kubernetes: { kubeconfig: SANDBOX_KUBECONFIG, context: "sandbox" },
    prometheus: { url: prometheusUrl },
    alertmanager: { url: alertmanagerUrl },
    flink: { url: flinkUrl, jar: join(packageRoot(), "dist", "zipline-streaming.jar") },
    kafka: { brokers: kafkaBrokers },
    endpoints: {
      "kv-store": { url: endpoints["kv-store"] },
      "kv-store-replica": { url: endpoints["kv-store-replica"] },
    },
    parameters: SANDBOX_PARAMETERS,
  };
}

const WRITES = "sandbox-writes.jsonl";

function writesIn(runFolder: string): string {
  return join(runFolder, WRITES);
}

/** What was written to the sandbox of a run, in its order. */
export function recordedWrites(runFolder: string): readonly SandboxMutation[] {
  const file = writesIn(runFolder);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as SandboxMutation);
}

/** The file of a run's folder that makes its sandbox one in which this was written: its name and text. */
export function sandboxFiles(writes: readonly SandboxMutation[]): Readonly<Record<string, string>> {
  return writes.length === 0 ? {} : { [WRITES]: writes.map((write) => `${JSON.stringify(write)}\n`).join("") };
}
