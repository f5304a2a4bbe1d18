import * as fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { agreementSeries, seriesStartMs } from "../../sandbox/promql/agreement-series.ts";
import { type Answer, difference } from "../../sandbox/promql/answer.ts";
import { brokenQuery } from "../../sandbox/promql/broken-query-arbitrary.ts";
import { memorySource } from "../../sandbox/promql/memory-source.ts";
import { pattern, patternTexts } from "../../sandbox/promql/pattern-arbitrary.ts";
import { question, type Question } from "../../sandbox/promql/query-arbitrary.ts";
import { sandboxAnswer } from "../../sandbox/promql/sandbox-answer.ts";
import { syntaxCases } from "../../sandbox/promql/syntax-cases.ts";
import { describeLab, labBinary } from "../cluster-from-injected.ts";
import { prometheusAnswer } from "../prometheus/prometheus-answer.ts";
import { type RecordedPrometheus, startRecordedPrometheus } from "../prometheus/recorded-prometheus.ts";
import { seriesThatEnd, staleDifferences } from "../prometheus/stale-differences.ts";

describeLab("PromQL in the sandbox", () => {
  const texts = patternTexts.map((value) => ({
    labels: { __name__: "text", value },
    samples: [[seriesStartMs, 1]] as const,
  }));
  const series = [...agreementSeries(), ...texts];
  const source = memorySource(series);
  let prometheus: RecordedPrometheus;
  beforeAll(async () => {
    const binaries = { prometheus: labBinary("prometheus"), promtool: labBinary("promtool") };
    prometheus = await startRecordedPrometheus(series, binaries);
  });
  afterAll(() => prometheus.close());

  /** Both answers to a question; fails where they differ, unless ours is that it is beyond the subset. */
  async function compare(asked: Question): Promise<Answer | "unsupported"> {
    const expected = await prometheusAnswer(prometheus.url, asked);
    const ours = sandboxAnswer(asked, source);
    if (ours.type === "failure" && ours.kind === "unsupported") return "unsupported";
    // The order of histogram_quantile's results is chance in Prometheus.
    const ordered = !asked.query.includes("histogram_quantile");
    expect(difference(expected, ours, ordered)).toBeUndefined();
    return expected;
  }

  it("answers random questions of its subset as Prometheus does", async () => {
    const answers: Answer[] = [];
    const property = fc.asyncProperty(question, async (asked) => {
      const answer = await compare(asked);
      if (answer === "unsupported") throw new Error("it is of the subset and was refused");
      answers.push(answer);
    });
    await fc.assert(property, { seed: 1, numRuns: 1200 });
    const withSeries = answers.filter((answer) => answer.type !== "failure" && answer.series.length > 0);
    expect(withSeries.length / answers.length).toBeGreaterThan(0.6);
    expect(answers.filter(({ type }) => type === "failure").length).toBeGreaterThan(50);
  });

  it("refuses what Prometheus refuses, and answers what it reads alike or says that it is beyond the subset", async () => {
    const atNoon = (query: string): Question => ({ query, startMs: seriesStartMs + 40 * 60_000, range: undefined });
    let unsupported = 0;
    for (const query of syntaxCases) if ((await compare(atNoon(query))) === "unsupported") unsupported++;
    expect(unsupported / syntaxCases.length).toBeLessThan(0.1);
    const property = fc.asyncProperty(brokenQuery, async (query) => {
      await compare(atNoon(query));
    });
    await fc.assert(property, { seed: 2, numRuns: 800 });
  });

  it("matches regular expressions as RE2 does", async () => {
    let matched = 0;
    const property = fc.asyncProperty(pattern, async (regex) => {
      const query = `text{value=~${JSON.stringify(regex)}}`;
      const answer = await compare({ query, startMs: seriesStartMs, range: undefined });
      if (answer !== "unsupported" && answer.type === "vector" && answer.series.length > 0) matched++;
    });
    await fc.assert(property, { seed: 3, numRuns: 800 });
    expect(matched).toBeGreaterThan(80);
  });

  it("sees series end at their staleness markers as Prometheus does", async () => {
    const queries = [
      "sum(gone)",
      "gone",
      "count(gone) or vector(0)",
      "rate(gone[1m])",
      "increase(gone[2m] offset 15s)",
      "absent(gone)",

      "last_over_time(gone[45s])",
      "count_over_time(gone[1m])",
      "gone - on (pod) gone offset 30s",
      "timestamp(gone)",
    ];
    const times = [0, 15, 44, 45, 59.5, 60, 75, 90, 105, 360, 405];
    expect(await staleDifferences(labBinary("promtool"), seriesThatEnd, queries, times)).toBe("");
  });
});
