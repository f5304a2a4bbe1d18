import { expect, test } from "vitest";
import { labelParameters } from "../../src/core/alerts/label-parameters.ts";
import { renderArgs } from "../../src/core/runbook/render-args.ts";
import { resolveParameters } from "../../src/core/runbook/resolve-parameters.ts";
import { prometheusDistribution } from "../../src/probes/prometheus-distribution.ts";
import { prometheusQuery } from "../../src/probes/prometheus-query.ts";
import { shippedRunbook } from "./drills/drilled.ts";

/** The query of a shipped check where an alert came with these labels. */
function queryOf(name: string, check: string, labels: Readonly<Record<string, string>>): string {
  const runbook = shippedRunbook(name);
  const resolved = resolveParameters(runbook, labelParameters(runbook, labels), {});
  if (!resolved.ok) throw new Error(resolved.problems.join("\n"));
  const args = runbook.investigation.find(({ id }) => id === check)?.args ?? {};
  return renderArgs(args, resolved.parameters, prometheusQuery.args).query;
}

test.each([
  ["prediction-down", "predictions", "predictions_total"],
  ["model-load-failure", "loaded", "model_replicas_ready"],
  ["replica-unhealthy", "models", "model_replicas_ready"],
  ["latency", "prediction-p99", "prediction_latency_seconds_bucket"],
])("%s asks of the alert's model alone, and of all without one", (name, check, metric) => {
  expect(queryOf(name, check, { model: "search.ranking" })).toContain(`${metric}{model=~"search\\\\.ranking"}`);
  expect(queryOf(name, check, {})).toContain(`${metric}{model=~".*"}`);
});

test("latency asks of the lookups of the alert's namespace alone, and of all without one", () => {
  const metric = "feature_lookup_latency_seconds_bucket";
  expect(queryOf("latency", "p99", { namespace: "search" })).toContain(`${metric}{namespace=~"search"}`);
  expect(queryOf("latency", "p99", {})).toContain(`${metric}{namespace=~".*"}`);
});

test("a label that would end the selector is a text in it", () => {
  const query = queryOf("prediction-down", "predictions", { model: 'x"} or vector(0) #' });
  expect(query).toContain('{model=~"x\\"\\\\} or vector\\\\(0\\\\) #"}');
});

/** What the look for hot keys asks where the operator or the environment says these parameters. */
function hotKeys(given: Readonly<Record<string, string>>): unknown {
  const runbook = shippedRunbook("latency");
  const resolved = resolveParameters(runbook, {}, given);
  if (!resolved.ok) throw new Error(resolved.problems.join("\n"));
  const args = runbook.investigation.find(({ id }) => id === "hot-keys")?.args ?? {};
  return renderArgs(args, resolved.parameters, prometheusDistribution.args);
}

test("latency looks for hot keys by the label that a site has", () => {
  const by = (label: string) => ({ query: `sum by (${label}) (rate(feature_lookups_total[5m]))`, label });
  expect(hotKeys({})).toMatchObject(by("feature_group"));
  // The design's own query: topk(10, feature_lookups_total by entity_type).
  expect(hotKeys({ "group-label": "entity_type" })).toMatchObject(by("entity_type"));
  expect(() => hotKeys({ "group-label": "a) or vector(1" })).toThrow("is no label's name");
});
