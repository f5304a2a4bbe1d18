import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { stringify } from "yaml";
import { z } from "zod";
import { freePorts } from "../process/free-ports.ts";
import { labDirectory } from "../process/lab-directory.ts";
import { startServer } from "../process/server-process.ts";
import { startOnFreePorts } from "../process/start-on-free-ports.ts";
import { waitUntil } from "../process/wait-until.ts";
import { binaryPath } from "../provision/lab-folder.ts";
import { prometheus } from "../provision/prometheus.ts";
import { counter, type CounterPlan } from "./counters.ts";
import { startExporter } from "./exporter.ts";
import { scrapeLabels, writeHistory } from "./history.ts";

export type PrometheusOptions = {
  readonly counters: readonly CounterPlan[];
  /** How long the recorded past is (default 3600 s) and how dense (default 5 s). */
  readonly historySeconds?: number;
  readonly historyStepSeconds?: number;
  /** Alerting rules, evaluated every second, and the port of the Alertmanager that is told. */
  readonly alerting?: { readonly rules: readonly object[]; readonly alertmanagerPort: number };
  /** False: returns before the first live sample, which comes some 6 s after the start. */
  readonly waitForLiveSamples?: boolean;
};

export type LabPrometheus = {
  readonly url: string;
  readonly port: number;
  readonly promtoolPath: string;
  /** From now on the counters that match rise so fast; one that does not exist yet begins. */
  setRate(metric: string, perSecond: number, labels?: Readonly<Record<string, string>>): void;
  /** The values of an instant query, by the series' label sets as text. */
  query(expression: string): Promise<readonly QueriedSample[]>;
  /** Runs promtool; stdout. */
  promtool(args: readonly string[]): Promise<string>;
  /** Waits until a query returns exactly one value and the test likes it; returns the value. */
  waitForValue(expression: string, likes: (value: number) => boolean): Promise<number>;
  close(): Promise<void>;
};

type QueriedSample = {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
};

const answer = z.object({
  data: z.object({
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        value: z.tuple([z.number(), z.string()]),
      }),
    ),
  }),
});

/**
 * Starts a Prometheus of its own: the counters' past is in its blocks, their present is scraped
 * every second from an exporter in this process, and both are the same series.
 */
export function startPrometheus(options: PrometheusOptions): Promise<LabPrometheus> {
  return startOnFreePorts(() => tryToStart(options));
}

async function tryToStart(options: PrometheusOptions): Promise<LabPrometheus> {
  const { historySeconds = 3600, historyStepSeconds = 5, waitForLiveSamples = true } = options;
  const nowMs = Date.now();
  const counters = options.counters.map((plan) => counter(plan, nowMs));
  const directory = await labDirectory("prometheus");
  const exporter = await startExporter(() => counters);
  const closeRest = async (): Promise<void> => {
    await exporter.close();
    await directory.close();
  };
  try {
    const folder = directory.path;
    const data = join(folder, "data");
    await mkdir(data);
    const past = { fromMs: nowMs - historySeconds * 1000, untilMs: nowMs };
    await writeHistory(counters, data, { ...past, stepSeconds: historyStepSeconds });
    const { instance, job } = scrapeLabels;
    const targets = [`127.0.0.1:${exporter.port}`];
    const config = {
      global: { scrape_interval: "1s", scrape_timeout: "1s", evaluation_interval: "1s" },
      scrape_configs: [{ job_name: job, static_configs: [{ targets, labels: { instance } }] }],
      ...(await alertingConfig(folder, options.alerting)),
    };
    await writeFile(join(folder, "prometheus.yml"), stringify(config));
    const [port = 0] = await freePorts(1);
    const url = `http://127.0.0.1:${port}`;
    const server = await startServer({
      name: "prometheus",
      command: binaryPath(prometheus, "prometheus"),
      folder,
      args: [
        "--config.file=prometheus.yml",
        "--storage.tsdb.path=data",
        "--storage.tsdb.retention.time=30d",
        // It drops alerts that fire before it has found its Alertmanagers, until they are sent again.
        "--rules.alert.resend-delay=1s",
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      ready: async () => (await fetch(`${url}/-/ready`)).ok,
    });
    const close = async (): Promise<void> => {
      await server.close();
      await closeRest();
    };
    const promtoolPath = binaryPath(prometheus, "promtool");
    const query: LabPrometheus["query"] = async (expression) => {
      const response = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(expression)}`);
      if (!response.ok) throw new Error(`${expression}: ${response.status} ${await response.text()}`);
      const { result } = answer.parse(await response.json()).data;
      return result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
    };
    const waitForValue: LabPrometheus["waitForValue"] = async (expression, likes) => {
      let seen: readonly QueriedSample[] = [];
      const what = `the value of ${expression} in Prometheus`;
      const ask = async () => {
        seen = await query(expression);
        const only = seen.length === 1 ? seen[0] : undefined;
        return only !== undefined && likes(only.value) && only;
      };
      const waiting = { everyMs: 200, timeoutMs: 60_000, seen: () => JSON.stringify(seen) };
      return (await waitUntil(what, ask, waiting)).value;
    };
    if (waitForLiveSamples)
      await waitForValue(`up{job="${job}"}`, (value) => value === 1).catch(async (error) => {
        await close();
        throw error;
      });
    return {
      url,
      port,
      promtoolPath,
      query,
      waitForValue,
      close,
      promtool: async (args) => (await execa(promtoolPath, args)).stdout,
      setRate: (metric, perSecond, labels = {}) => {
        const wanted = Object.entries(labels);
        const matching = counters.filter(
          (each) => each.metric === metric && wanted.every(([name, value]) => each.labels[name] === value),
        );
        if (matching.length === 0) throw new Error(`no counter ${metric} ${JSON.stringify(labels)}`);
        for (const each of matching) each.setRate(perSecond, Date.now());
      },
    };
  } catch (error) {
    await closeRest();
    throw error;
  }
}

async function alertingConfig(folder: string, alerting: PrometheusOptions["alerting"]): Promise<object> {
  if (alerting === undefined) return {};
  await writeFile(join(folder, "rules.yml"), stringify({ groups: [{ name: "lab", rules: alerting.rules }] }));
  const targets = [`127.0.0.1:${alerting.alertmanagerPort}`];
  return { rule_files: ["rules.yml"], alerting: { alertmanagers: [{ static_configs: [{ targets }] }] } };
}
