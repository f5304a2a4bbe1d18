import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { kubeconfigOf } from "../../../clients/kubernetes/kubeconfigs.ts";
import { type Home, makeHome } from "../../../commands/harness/home.ts";
import { type BigopsProcess, type Ended, startBigops } from "../../run/bigops-process.ts";

export type StreamingPlace = {
  readonly broker: string;
  readonly flinkUrl: string;
  readonly jar: string;
  /** Left out, what comes in cannot be compared with other days. */
  readonly prometheusUrl?: string;
  readonly alertmanagerUrl?: string;
  /** Of the cluster that keeps the leases; left out, the environment names none. */
  readonly kubeconfig?: string;
};

/** A person's machine with a bigops.yaml that leads to the real Kafka and Flink. */
export type StreamingScene = {
  /** `bigops run streaming-lag` without a terminal, with the JSON document on stdout. */
  readonly run: (parameters: Readonly<Record<string, string>>, args?: readonly string[]) => Promise<Ended>;
  /** `bigops resume RUN --approve DIGEST`, to the end of its verification. */
  readonly bigops: (args: readonly string[]) => Promise<Ended>;
  /** The same, begun. */
  readonly begin: (args: readonly string[]) => BigopsProcess;
  readonly home: Home;
  readonly close: () => void;
};

/** Waits that are minutes for people are seconds here; nothing else of the shipped runbook is changed. */
const shortWaits = {
  window: "5s",
  "rate-window": "1s",
  "failure-window": "2m",
  "transaction-age": "1s",
  "day-before": "10m",
  "week-before": "20m",
  interval: "1s",
  recovery: "80s",
};

export async function openStreamingScene(place: StreamingPlace): Promise<StreamingScene> {
  const home = makeHome();
  const { broker, flinkUrl, jar, prometheusUrl, alertmanagerUrl, kubeconfig } = place;
  const lab = {
    kafka: { brokers: [broker] },
    flink: { url: flinkUrl, jar },
    ...(prometheusUrl === undefined ? {} : { prometheus: { url: prometheusUrl } }),
    ...(alertmanagerUrl === undefined ? {} : { alertmanager: { url: alertmanagerUrl } }),
    ...(kubeconfig === undefined ? {} : { kubernetes: { kubeconfig } }),
  };
  // Most runbooks look at a cluster too; where the environment names none there is none, and nobody answers.
  await mkdir(join(home.path, ".kube"));
  await writeFile(join(home.path, ".kube", "config"), kubeconfigOf("http://127.0.0.1:9"));
  await writeFile(join(home.cwd, "bigops.yaml"), stringify({ default: "lab", environments: { lab } }));
  const begin: StreamingScene["begin"] = (args) => startBigops(home, [...args, "--output", "json"]);
  const bigops: StreamingScene["bigops"] = (args) => begin(args).ended;
  return {
    begin,
    bigops,
    home,
    run: (parameters, args = []) => {
      const given = Object.entries({ ...shortWaits, ...parameters }).flatMap(([name, value]) => [
        "-p",
        `${name}=${value}`,
      ]);
      return bigops(["run", "streaming-lag", ...given, ...args]);
    },
    close: home.remove,
  };
}
