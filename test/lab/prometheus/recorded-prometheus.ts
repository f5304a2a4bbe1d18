import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { freePorts } from "../process/free-ports.ts";
import { labDirectory } from "../process/lab-directory.ts";
import { startServer } from "../process/server-process.ts";
import { seriesName } from "./counters.ts";

export type RecordedSeries = {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly (readonly [tMs: number, value: number | "stale"])[];
};

export type RecordedPrometheus = { readonly url: string; readonly close: () => Promise<void> };

type Binaries = { readonly prometheus: string; readonly promtool: string };

/** Starts a Prometheus that scrapes nothing and holds exactly these series, staleness markers left out. */
export function startRecordedPrometheus(
  series: readonly RecordedSeries[],
  binaries: Binaries,
): Promise<RecordedPrometheus> {
  return startPrometheusOfRecordings([series], binaries);
}

/** The same with several recordings, each of a time of its own: promtool reads a file once for every two hours that it spans. */
export async function startPrometheusOfRecordings(
  recordings: Iterable<readonly RecordedSeries[]> | AsyncIterable<readonly RecordedSeries[]>,
  binaries: Binaries,
): Promise<RecordedPrometheus> {
  const directory = await labDirectory("recorded-prometheus");
  try {
    const folder = directory.path;
    await mkdir(join(folder, "data"));
    await writeFile(join(folder, "prometheus.yml"), "global: {}\n");
    // While promtool reads one recording the next is made.
    let reading: Promise<unknown> = Promise.resolve();
    try {
      for await (const series of recordings) {
        await reading;
        await writeFile(join(folder, "series.om"), openMetrics(series));
        reading = execa(binaries.promtool, ["tsdb", "create-blocks-from", "openmetrics", "-q", "series.om", "data"], {
          cwd: folder,
        });
        reading.catch(() => undefined);
      }
    } finally {
      await reading;
    }
    const [port = 0] = await freePorts(1);
    const url = `http://127.0.0.1:${port}`;
    const server = await startServer({
      name: "prometheus",
      command: binaries.prometheus,
      folder,
      args: [
        "--config.file=prometheus.yml",
        "--storage.tsdb.path=data",
        "--storage.tsdb.retention.time=100y",
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      ready: async () => (await fetch(`${url}/-/ready`)).ok,
    });
    return {
      url,
      close: async () => {
        await server.close();
        await directory.close();
      },
    };
  } catch (error) {
    await directory.close();
    throw error;
  }
}

/** All samples of a metric must stand together, and those of one series in the order of time. */
function openMetrics(series: readonly RecordedSeries[]): string {
  const lines = series
    .toSorted((a, b) => compare(a.labels["__name__"] ?? "", b.labels["__name__"] ?? ""))
    .flatMap(({ labels: { __name__: metric = "", ...labels }, samples }) =>
      samples
        .filter(([, value]) => value !== "stale")
        .map(([tMs, value]) => `${seriesName(metric, labels)} ${openMetricsValue(Number(value))} ${tMs / 1000}`),
    );
  return `${lines.join("\n")}\n# EOF\n`;
}

function openMetricsValue(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (Math.abs(value) === Infinity) return value > 0 ? "+Inf" : "-Inf";
  return String(value);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
