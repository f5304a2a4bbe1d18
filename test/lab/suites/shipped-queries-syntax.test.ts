import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { describeLab, labBinary } from "../cluster-from-injected.ts";
import { prometheusAnswer } from "../prometheus/prometheus-answer.ts";
import { startRecordedPrometheus, type RecordedPrometheus } from "../prometheus/recorded-prometheus.ts";
import { shippedChecks, shippedRunbooks } from "../prometheus/shipped-checks.ts";

const upAtMs = Date.parse("2026-11-20T00:00:00Z");

const parsed = z.discriminatedUnion("status", [
  z.object({ status: z.literal("success"), data: z.json() }),
  z.object({ status: z.literal("error"), error: z.string() }),
]);

/** The metrics of every selector in a query's tree as Prometheus gives it. */
function metricsIn(node: z.infer<ReturnType<typeof z.json>>): readonly string[] {
  if (typeof node !== "object" || node === null) return [];
  if (Array.isArray(node)) return node.flatMap(metricsIn);
  const { type, name } = node;
  const own = /^(?:vector|matrix)Selector$/.test(String(type)) && typeof name === "string" ? [name] : [];
  return [...own, ...Object.values(node).flatMap(metricsIn)];
}

describeLab("shipped queries", () => {
  let prometheus: RecordedPrometheus;
  beforeAll(async () => {
    const binaries = { prometheus: labBinary("prometheus"), promtool: labBinary("promtool") };
    const up = { labels: { __name__: "up" }, samples: [[upAtMs, 1] as const] };
    prometheus = await startRecordedPrometheus([up], binaries);
  });
  afterAll(() => prometheus?.close());

  it("are read by Prometheus, and name the metrics that bigops finds in them", async () => {
    let queries = 0;
    for (const runbook of shippedRunbooks)
      for (const { id, query, metrics } of shippedChecks(runbook)) {
        const where = `${runbook.name}, ${id}: ${query}`;
        const response = await fetch(`${prometheus.url}/api/v1/parse_query?query=${encodeURIComponent(query)}`);
        const answer = parsed.parse(await response.json());
        expect(answer.status === "error" ? answer.error : "", where).toBe("");
        if (answer.status === "success") expect(new Set(metricsIn(answer.data)), where).toEqual(new Set(metrics));
        queries += 1;
      }
    expect(queries).toBeGreaterThanOrEqual(37);
  });

  it("give no value where their metrics are missing: a zero would be taken for good news", async () => {
    for (const runbook of shippedRunbooks)
      for (const { id, query } of shippedChecks(runbook)) {
        const answer = await prometheusAnswer(prometheus.url, { query, startMs: upAtMs, range: undefined });
        expect(answer, `${runbook.name}, ${id}: ${query}`).toEqual({ type: "vector", series: [] });
      }
  });
});
