import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeHome, type Home } from "../../commands/harness/home.ts";
import { openTerminal, type Terminal } from "../../commands/harness/terminal.ts";
import { sharedCluster } from "../cluster-from-injected.ts";
import type { LabUser } from "../cluster/pki.ts";
import { startPlatform, type Platform, type PlatformOptions } from "../platform/platform.ts";
import { startBigops, type BigopsProcess, type Ended } from "./bigops-process.ts";
import { bigopsYaml, type LabPlace } from "./bigops-yaml.ts";

export type SceneOptions = {
  readonly platform?: PlatformOptions;
  /** Whose certificates the program holds; the operator's unless said. */
  readonly user?: LabUser;
  /** Another way to the API server, e.g. through toxiproxy. */
  readonly server?: string;
  readonly prometheusUrl?: string;
  readonly alertmanagerUrl?: string;
  /** By port-forward unless said. `servers`: straight at the platform's two health servers. */
  readonly kv?: LabPlace["kv"] | "servers";
  readonly pagers?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
};

/** The platform in a namespace of its own, and a person's machine with a bigops.yaml that leads to it. */
export type Scene = {
  readonly platform: Platform;
  readonly home: Home;
  readonly user: LabUser;
  /** Starts `bigops run RUNBOOK` with the JSON document on stdout and short waits; more arguments override. */
  start(args?: readonly string[], runbook?: string): BigopsProcess;
  /** The same, to its end. */
  run(args?: readonly string[], runbook?: string): Promise<Ended>;
  /** Starts any command line. */
  begin(args: readonly string[]): BigopsProcess;
  /** The same, to its end. */
  bigops(args: readonly string[]): Promise<Ended>;
  /** `bigops run` on a pseudo-terminal, without JSON. */
  terminal(args?: readonly string[], runbook?: string): Terminal;
  close(): Promise<void>;
};

/** Waits that are minutes for people are seconds here; nothing else of the shipped runbook is changed. */
const shortWaits = ["window=5s", "interval=1s", "startup=3s", "configuration-suspect=1s"].flatMap((pair) => [
  "-p",
  pair,
]);
const json = ["--output", "json"];
const shippedRunbook = "feature-store-down";

export async function openScene(options: SceneOptions = {}): Promise<Scene> {
  const { user = "operator", server, prometheusUrl, alertmanagerUrl, kv = "port-forward", pagers, env = {} } = options;
  const platform = await startPlatform(sharedCluster(), options.platform);
  const home = makeHome();
  const close = async (): Promise<void> => {
    home.remove();
    await platform.close();
  };
  try {
    const { cluster, namespace } = platform;
    const kubeconfig = await cluster.kubeconfigFor(user, namespace, server === undefined ? {} : { server });
    const servers = { primary: platform.kv.primary.url, replica: platform.kv.replica.url };
    const place = { kubeconfig, prometheusUrl, alertmanagerUrl, kv: kv === "servers" ? servers : kv, pagers };
    await writeFile(join(home.cwd, "bigops.yaml"), bigopsYaml(place));
  } catch (error) {
    await close();
    throw error;
  }
  const begin: Scene["begin"] = (args) => startBigops(home, args, env);
  const start: Scene["start"] = (args = [], runbook = shippedRunbook) =>
    begin(["run", runbook, ...json, ...shortWaits, ...args]);
  return {
    platform,
    home,
    user,
    start,
    run: (args, runbook) => start(args, runbook).ended,
    begin,
    bigops: (args) => begin(args).ended,
    terminal: (args = [], runbook = shippedRunbook) =>
      openTerminal(home, ["run", runbook, ...shortWaits, ...args], { env, columns: 120 }),
    close,
  };
}

/** Opens a scene for the time of one test. */
export async function onScene(options: SceneOptions, use: (scene: Scene) => Promise<void>): Promise<void> {
  const scene = await openScene(options);
  try {
    await use(scene);
  } finally {
    await scene.close();
  }
}
