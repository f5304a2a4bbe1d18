import { expect, test } from "vitest";
import type { Catalog, CatalogProbe } from "../../../../src/core/runbook/catalog.ts";
import { prometheusQuery } from "../../../../src/probes/prometheus-query.ts";
import { catalog } from "../small-catalog.ts";
import { changed, said } from "./said.ts";

const [look] = [...catalog.probes.values()] as [CatalogProbe];
const known: Catalog = {
  ...catalog,
  probes: new Map([[look.type, { ...look, afterVerdict: ["onsetAt", "unhealthy"] }]]),
};

test.each([
  ["fail: onsetAt != null", "onsetAt"],
  ["pass: value < 1 && unhealthy.size() == 0", "unhealthy"],
])("what only the verdict tells cannot make it: %s", (condition, field) => {
  const text = changed(["fail: value > 0.1", condition]);
  expect(said(text)).toEqual([]);
  expect(said(text, known)).toEqual([
    `${field} | ${field} is not known while the verdict is made: pass and fail cannot read it → read value, ready, reasons or status`,
  ]);
});

test("a warning may read it, and so may a cause", () => {
  const text = changed(
    ["fail: value > 0.1", "warn: onsetAt != null"],
    ["when: broken", "when: broken && error_rate.onsetAt != null"],
  );
  expect(said(text, known)).toEqual([]);
});

test("a query's conditions judge one value at a time", () => {
  const text = changed(["test.look: { target", "prometheus.query: { query"], ["value > 0.1", "series.size() > 1"]);
  const probes = new Map<string, CatalogProbe>([...catalog.probes, [prometheusQuery.type, prometheusQuery]]);
  expect(said(text, { ...catalog, probes }).filter((line) => line.startsWith("series"))).toEqual([
    "series | series is not known while the verdict is made: pass and fail cannot read it → read value, threshold or seriesTotal",
  ]);
});
