import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { binaryPath } from "../provision/lab-folder.ts";
import { prometheus } from "../provision/prometheus.ts";
import { seriesName, type Counter } from "./counters.ts";

/** Labels that Prometheus gives to what it scrapes; history bears them too, to be the same series. */
export const scrapeLabels = { job: "feature-api", instance: "lab" } as const;

/**
 * Writes the counters' past into `dataFolder` by promtool, before Prometheus starts on it: a
 * sample every `stepSeconds` from `fromMs` up to `untilMs`.
 */
export async function writeHistory(
  counters: readonly Counter[],
  dataFolder: string,
  range: { readonly fromMs: number; readonly untilMs: number; readonly stepSeconds: number },
): Promise<void> {
  const { fromMs, untilMs, stepSeconds } = range;
  const steps = Math.floor((untilMs - fromMs) / (stepSeconds * 1000));
  // The newest sample lies at `untilMs` itself, so that the gap before the first scrape is short.
  const times = Array.from({ length: steps + 1 }, (_, i) => untilMs - (steps - i) * stepSeconds * 1000);
  const metrics = [...new Set(counters.map(({ metric }) => metric))];
  const lines = metrics.flatMap((metric) => [
    `# TYPE ${metric.replace(/_total$/, "")} counter`,
    ...counters
      .filter((each) => each.metric === metric)
      .flatMap((each) => {
        const name = seriesName(metric, { ...each.labels, ...scrapeLabels });
        return times.flatMap((timeMs) => {
          const value = each.valueAt(timeMs);
          return value === undefined ? [] : [`${name} ${value} ${(timeMs / 1000).toFixed(3)}`];
        });
      }),
  ]);
  const file = join(dataFolder, "..", "history.om");
  await writeFile(file, `${lines.join("\n")}\n# EOF\n`);
  const promtool = binaryPath(prometheus, "promtool");
  await execa(promtool, ["tsdb", "create-blocks-from", "openmetrics", "-q", file, dataFolder]);
}
