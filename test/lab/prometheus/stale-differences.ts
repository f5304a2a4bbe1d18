import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { stringify } from "yaml";
import type { Series } from "../../../src/sandbox/promql/promql.ts";
import { memorySource } from "../../sandbox/promql/memory-source.ts";
import { sandboxAnswer } from "../../sandbox/promql/sandbox-answer.ts";
import { labDirectory } from "../process/lab-directory.ts";
import { seriesName } from "./counters.ts";

const stepSeconds = 15;

/** Two series with staleness markers: one comes back, one does not. undefined is a scrape that did not happen. */
export const seriesThatEnd: readonly (number | "stale" | undefined)[][] = [
  [0, 10, 20, "stale", undefined, undefined, 5, 15, 25, 35],
  [3, 9, 12, 12, "stale"],
];

/**
 * What promtool's rule tests find different from our answers; empty when nothing. Staleness markers cannot be imported
 * into a server's data, but promtool's tests know them.
 */
export async function staleDifferences(
  promtool: string,
  columns: typeof seriesThatEnd,
  queries: readonly string[],
  timesSeconds: readonly number[],
): Promise<string> {
  const named = columns.map((values, index) => ({ labels: { __name__: "gone", pod: `p${index}` }, values }));
  const source = memorySource(
    named.map(({ labels, values }): Series => ({
      labels,
      samples: values.flatMap((value, index) =>
        value === undefined ? [] : [[index * stepSeconds * 1000, value] as const],
      ),
    })),
  );
  const tests = queries.flatMap((query) =>
    timesSeconds.map((seconds) => ({
      expr: query,
      eval_time: `${Math.round(seconds * 1000)}ms`,
      exp_samples: expectedSamples(query, seconds),
    })),
  );

  function expectedSamples(query: string, seconds: number) {
    const answer = sandboxAnswer({ query, startMs: seconds * 1000, range: undefined }, source);
    if (answer.type === "failure") throw new Error(`${query}: ${answer.message}`);
    return answer.series.map(({ labels, values: [point] }) => {
      const { __name__: metric = "", ...others } = labels;
      return { labels: seriesName(metric, others), value: point?.[1] };
    });
  }

  const file = {
    evaluation_interval: `${stepSeconds}s`,
    fuzzy_compare: true,
    tests: [
      {
        interval: `${stepSeconds}s`,
        input_series: named.map(({ labels: { __name__: metric, ...others }, values }) => ({
          series: seriesName(metric, others),
          values: values.map((value) => value ?? "_").join(" "),
        })),
        promql_expr_test: tests,
      },
    ],
  };
  const directory = await labDirectory("promql-stale");
  try {
    const path = join(directory.path, "test.yml");
    await writeFile(path, stringify(file));
    const { exitCode, all } = await execa(promtool, ["test", "rules", path], { all: true, reject: false });
    return exitCode === 0 ? "" : all;
  } finally {
    await directory.close();
  }
}
