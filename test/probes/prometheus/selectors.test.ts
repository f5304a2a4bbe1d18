import { expect, it } from "vitest";
import { selectorsOf } from "../../../src/probes/prometheus/selectors.ts";

it("finds what a query reads, once each, without ranges and offsets", () => {
  const query = `(sum(rate(errors_total{app="a b"}[2m] offset 5m)) or 0 * sum(rate(lookups_total[2m])))
    / sum(rate(lookups_total[2m])) + count({job="api"}) + vector(1)`;
  expect(selectorsOf(query)).toEqual([
    { metric: "errors_total", text: 'errors_total{app="a b"}' },
    { metric: "lookups_total", text: "lookups_total" },
    { metric: null, text: '{job="api"}' },
  ]);
});

it("finds nothing in what reads nothing", () => {
  expect(selectorsOf("1 + time()")).toEqual([]);
  expect(selectorsOf("")).toEqual([]);
});
