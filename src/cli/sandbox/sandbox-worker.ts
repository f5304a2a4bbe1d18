import { appendFileSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { startSandbox } from "../../sandbox/start.ts";
import type { SandboxOrder, SandboxReport } from "./sandbox-order.ts";

/** The embedded platform in a thread of its own, so that what it computes is not mistaken for the latency of what is being diagnosed. */
const { settings, mutations } = workerData as SandboxOrder;
let writesFile: string | null = (workerData as SandboxOrder).writesFile;

const sandbox = await startSandbox({
  ...settings,
  now: () => Date.now(),
  mutations,
  onMutation: (mutation) => {
    if (writesFile !== null) appendFileSync(writesFile, `${JSON.stringify(mutation)}\n`, { mode: 0o600 });
  },
});
parentPort?.on("message", (path: string) => (writesFile = path));
const report: SandboxReport = {
  kubeconfigYaml: sandbox.kubeconfigYaml,
  prometheusUrl: sandbox.prometheusUrl,
  alertmanagerUrl: sandbox.alertmanagerUrl,
  flinkUrl: sandbox.flinkUrl,
  kafkaBrokers: sandbox.kafkaBrokers,
  endpoints: sandbox.endpoints,
};
parentPort?.postMessage(report);
