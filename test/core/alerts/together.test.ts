import { describe, expect, it } from "vitest";
import { resolveAlert } from "../../../src/core/alerts/resolve-alert.ts";
import { together } from "../../../src/core/alerts/together.ts";
import type { Labels } from "../../../src/core/alerts/resolved-alert.ts";
import type { Runbook, RunbookAlert } from "../../../src/core/runbook/runbook.ts";
import { sampleRunbook } from "../run/sample-runbook.ts";

function runbook(name: string, ...labels: readonly Labels[]): Runbook {
  const own = labels.map((asked): RunbookAlert => ({ name: "LagHigh", severity: "P3", labels: asked }));
  return { ...sampleRunbook, name, alerts: own };
}

const at = (namespace: string, annotations: Labels = {}) => ({ labels: { namespace }, annotations });
const search = runbook("search-lag", { namespace: "search" });
const lag = runbook("lag", { namespace: "pricing" });
const both = [search, lag];

describe("several alerts of one name that fire", () => {
  it("and of which one is annotated with a name that is not there: that is said, wherever the others lead", () => {
    const misnamed = at("pricing", { bigops_runbook: "lgg" });
    for (const firing of [
      [at("search"), misnamed],
      [misnamed, at("search")],
    ])
      expect(resolveAlert("LagHigh", {}, both, firing)).toMatchObject({
        kind: "misnamed",
        named: "lgg",
        nearest: "lag",
      });
  });

  it("and of which one leads to two runbooks: those, and where the others lead", () => {
    const rivals = [...both, runbook("lag-too", { namespace: "pricing" })];
    expect(resolveAlert("LagHigh", {}, rivals, [at("search"), at("pricing")])).toMatchObject({
      kind: "ambiguous",
      candidates: [{ runbook: { name: "search-lag" } }, { runbook: { name: "lag" } }, { runbook: { name: "lag-too" } }],
    });
  });

  it("and of which one meets two entries of one runbook: which entry it is cannot be told", () => {
    const twice = runbook("lag", { namespace: "pricing" }, { team: "ml" });
    const firing = [at("pricing"), { labels: { namespace: "pricing", team: "ml" }, annotations: {} }];
    const found = resolveAlert("LagHigh", {}, [twice], firing);
    expect(found).toMatchObject({
      kind: "ambiguous",
      candidates: [{ alert: twice.alerts[0] }, { alert: twice.alerts[1] }],
    });
  });

  it("and none of which leads anywhere: what is known of the first", () => {
    expect(resolveAlert("LagHigh", {}, both, [at("ads"), at("billing", { runbook: "x" })])).toMatchObject({
      kind: "unknown",
      missing: [{ runbook: { name: "search-lag" } }, { runbook: { name: "lag" } }],
      links: [],
    });
  });
});

it("a name that is not there goes with what its links lead to, where no entry answers it", () => {
  const annotations = { bigops_runbook: "lga", runbook: "https://wiki/search-lag" };
  expect(resolveAlert("Other", {}, both, [{ labels: {}, annotations }])).toMatchObject({
    kind: "misnamed",
    instead: [{ runbook: { name: "search-lag" }, alert: { name: "Other", severity: "P1" } }],
  });
});

it("without an alert there is nothing to lead anywhere", () => {
  expect(() => together([])).toThrow("there is no alert to resolve");
});
