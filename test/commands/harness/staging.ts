import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { startSandbox, type SandboxMutation } from "../../../src/sandbox/start.ts";
import type { Home } from "./home.ts";

/** An environment of a person's own: its servers live in the test, so that they outlive every command, and count what is written. */
export interface Staging {
  /** The writes that the API server accepted, without those of leases. */
  readonly writes: readonly SandboxMutation[];
  /** Leases made, renewed and released. */
  readonly leases: readonly SandboxMutation[];
  /** What the pagers were sent, as JSON. */
  readonly pages: readonly { readonly path: string; readonly body: Record<string, unknown> }[];
  close(): Promise<void>;
}

export interface StagingOptions {
  readonly fault: string;
  readonly protected?: boolean;
  readonly readOnly?: boolean;
  /** Kafka, Flink and Alertmanager are of it as well. */
  readonly streaming?: boolean;
  /** How the environment names its cluster: as it is, not at all, or one that nobody answers for. */
  readonly cluster?: "none" | "gone";
  /** What PagerDuty answers to one event after another; then 202. */
  readonly pagerDuty?: readonly number[];
}

/** Starts the platform with a fault, and writes the home's bigops.yaml for it. */
export async function startStaging(home: Home, options: StagingOptions): Promise<Staging> {
  const writes: SandboxMutation[] = [];
  const leases: SandboxMutation[] = [];
  const answers = [...(options.pagerDuty ?? [])];
  const pages: { path: string; body: Record<string, unknown> }[] = [];
  const platform = await startSandbox({
    fault: options.fault,
    seed: 1,
    startedAtMs: Date.now(),
    now: Date.now,
    onMutation: (mutation) => (mutation.path.includes("/leases") ? leases : writes).push(mutation),
  });
  const pager = createServer((request, response) => {
    void text(request).then((body) => {
      pages.push({ path: request.url ?? "", body: JSON.parse(body) as Record<string, unknown> });
      response.writeHead(answers.shift() ?? 202, { "content-type": "application/json" }).end('{"status":"success"}');
    });
  });
  const url = await listen(pager);
  writeFileSync(join(home.cwd, "kubeconfig"), platform.kubeconfigYaml, { mode: 0o600 });
  writeFileSync(join(home.cwd, "routing-key"), "R0UT1NGKEY", { mode: 0o600 });
  writeFileSync(join(home.cwd, "webhook"), `${url}/slack`, { mode: 0o600 });
  writeFileSync(join(home.cwd, "job.jar"), "a job's jar, which the sandbox does not look into");
  const streaming = {
    alertmanager: { url: platform.alertmanagerUrl },
    kafka: { brokers: platform.kafkaBrokers },
    flink: { url: platform.flinkUrl, jar: "./job.jar" },
  };
  if (options.cluster === "gone")
    writeFileSync(
      join(home.cwd, "kubeconfig"),
      platform.kubeconfigYaml.replace(platform.kubernetesUrl, "https://127.0.0.1:1"),
    );
  const staging = {
    ...(options.cluster === "none" ? {} : { kubernetes: { kubeconfig: "./kubeconfig" } }),
    prometheus: { url: platform.prometheusUrl },
    endpoints: platform.endpoints,
    ...(options.streaming === true ? streaming : {}),
    pager: {
      targets: {
        secondary: { pagerduty: { routingKey: { file: "routing-key" }, url } },
        manager: { slack: { webhook: { file: "webhook" } } },
      },
    },
    protected: options.protected === true,
    readOnly: options.readOnly === true,
    parameters: { window: "5s", interval: "1s" },
  };
  writeFileSync(
    join(home.cwd, "bigops.yaml"),
    JSON.stringify({ default: "staging", environments: { staging } }, null, 2),
  );
  return {
    writes,
    leases,
    pages,
    close: async () => {
      await platform.close();
      pager.closeAllConnections();
      await new Promise((resolve) => pager.close(resolve));
    },
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the pager has no port");
  return `http://127.0.0.1:${address.port}`;
}
