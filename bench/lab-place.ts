import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startCluster } from "../test/lab/cluster/start-cluster.ts";
import { trafficLog } from "../test/lab/cluster/pod-logs.ts";
import { startPlatform } from "../test/lab/platform/platform.ts";
import { featureLookups } from "../test/lab/prometheus/feature-lookups.ts";
import { startPrometheus } from "../test/lab/prometheus/start-prometheus.ts";
import { bigopsYaml } from "../test/lab/run/bigops-yaml.ts";
import { startToxiproxy } from "../test/lab/toxiproxy.ts";
import { writeByHand } from "./by-hand.ts";
import type { Place } from "./dry-run.ts";

/** The same platform for both sides: a dry run and the script that it replaces, with the same user and the same addresses. */
export interface LabPlace extends Place {
  readonly script: string;
}

export interface LabPlaces {
  readonly direct: LabPlace;
  /** Every server behind a proxy with a round trip of 40 ms, as over a VPN. */
  readonly far: LabPlace;
  close(): Promise<void>;
}

const ROUND_TRIP_MS = 40;

/** Starts a cluster, the platform, a Prometheus and toxiproxy for the bench alone. */
export async function startLabPlaces(): Promise<LabPlaces> {
  const folder = await mkdtemp(join(tmpdir(), "bigops-bench-"));
  const [{ cluster, close: closeCluster }, prometheus, toxiproxy] = await Promise.all([
    startCluster(),
    startPrometheus({ counters: featureLookups({ beforeRatio: 0.0001 }) }),
    startToxiproxy(),
  ]);
  const platform = await startPlatform(cluster);
  const { namespace, kv } = platform;
  await cluster.setLogs(namespace, trafficLog({ total: 900, errors: 0 }));

  async function place(name: string, address: (port: number) => Promise<number>): Promise<LabPlace> {
    const cwd = join(folder, name);
    await mkdir(cwd);
    const through = async (port: number) => `http://127.0.0.1:${await address(port)}`;
    const server = `https://127.0.0.1:${await address(cluster.serverPort)}`;
    const kubeconfig = await cluster.kubeconfigFor("viewer", namespace, { server });
    const primary = await through(kv.primary.port);
    const replica = await through(kv.replica.port);
    const yaml = bigopsYaml({
      kubeconfig,
      prometheusUrl: await through(prometheus.port),
      kv: { primary, replica },
      pagers: undefined,
    });
    await writeFile(join(cwd, "bigops.yaml"), yaml);
    const script = await writeByHand({ folder: cwd, kubectl: cluster.kubectlPath, kubeconfig, kv: primary });
    const env = { PATH: process.env["PATH"] ?? "", HOME: cwd, KUBECACHEDIR: join(cwd, "kubectl-cache") };
    return { cwd, env, script };
  }

  const far = async (port: number) => {
    const proxy = await toxiproxy.proxy(port);
    await proxy.add({ type: "latency", latency: ROUND_TRIP_MS });
    return proxy.port;
  };
  return {
    direct: await place("direct", (port) => Promise.resolve(port)),
    far: await place("far", far),
    close: async () => {
      await Promise.all([platform.close(), prometheus.close(), toxiproxy.close()]);
      await closeCluster();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
