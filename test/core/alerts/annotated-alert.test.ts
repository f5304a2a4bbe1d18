import { describe, expect, it } from "vitest";
import { resolveAlert } from "../../../src/core/alerts/resolve-alert.ts";
import type { Labels } from "../../../src/core/alerts/resolved-alert.ts";
import type { Runbook, RunbookAlert } from "../../../src/core/runbook/runbook.ts";
import { sampleRunbook } from "../run/sample-runbook.ts";

function runbook(name: string, ...alerts: readonly Partial<RunbookAlert>[]): Runbook {
  const own = alerts.map((alert) => ({ name: "LagHigh", severity: "P3", labels: {}, ...alert }) as const);
  return { ...sampleRunbook, name, severity: "P2", alerts: own };
}

const lag = runbook("lag", {});
const search = runbook("search-lag", { severity: "P1", labels: { namespace: "search" } });
const down = runbook("feature-store-down", { name: "FeatureStoreDown", severity: "P1" });
const all = [lag, search, down];

/** What an alert of this name leads to that fires with these annotations. */
function led(name: string, annotations: Labels, labels: Labels = {}, runbooks = all) {
  return resolveAlert(name, {}, runbooks, [{ labels, annotations }]);
}

describe("an alert that fires leads to", () => {
  it("the runbook that its annotation names, whatever else would answer it", () => {
    const link = "https://runbooks.internal/lag";
    expect(led("FeatureStoreDown", { bigops_runbook: " search-lag ", runbook_url: link })).toMatchObject({
      kind: "one",
      by: "annotation",
      runbook: { name: "search-lag" },
      // No entry of that runbook answers it, so it is as grave as the runbook.
      alert: { name: "FeatureStoreDown", severity: "P2" },
      overruled: [
        { by: "entry", runbook: "feature-store-down" },
        { by: "link", runbook: "lag" },
      ],
    });
  });

  it("the same by annotation, entry and link, with the severity of the entry", () => {
    const annotations = {
      bigops_runbook: "feature-store-down",
      runbook: "https://runbooks.internal/feature-store-down",
    };
    expect(led("FeatureStoreDown", annotations)).toMatchObject({
      by: "annotation",
      alert: { severity: "P1" },
      overruled: [],
    });
  });

  it("the runbook whose own entry it meets, before what it links to", () => {
    expect(led("FeatureStoreDown", { runbook: "https://runbooks.internal/lag" })).toMatchObject({
      by: "entry",
      runbook: { name: "feature-store-down" },
      overruled: [{ by: "link", runbook: "lag" }],
    });
  });

  it("the runbook whose entry asks for labels that it has, whoever typed them or not", () => {
    expect(led("LagHigh", {}, { namespace: "search" })).toMatchObject({ kind: "one", runbook: { name: "search-lag" } });
  });

  // The design's own rule has `runbook`; monitoring mixins have `runbook_url`.
  it.each([
    ["runbook", "https://runbooks.internal/feature-store-down"],
    ["runbook_url", "https://runbooks.internal/feature-store-down/"],
    ["runbook_url", "https://example.org/wiki/feature-store-down.md?plain=1#mitigation"],
    ["runbook", "feature-store-down"],
  ])("the runbook that its %s ends in, where no entry answers it: %s", (annotation, link) => {
    expect(led("LookupsFail", { [annotation]: link })).toMatchObject({
      kind: "one",
      by: "link",
      runbook: { name: "feature-store-down" },
      alert: { name: "LookupsFail", severity: "P2", labels: {} },
    });
  });

  it.each([
    ["another runbook's link in the query", "https://runbooks.internal/?page=/lag"],
    ["a link in which the name is not the last part", "https://runbooks.internal/lag/contacts"],
    ["nothing but a host", "https://runbooks.internal/"],
    ["nothing", ""],
  ])("none by %s", (_, link) => {
    expect(led("LookupsFail", { runbook_url: link }).kind).toBe("unknown");
  });

  it("none by a link to a page that is no runbook here, which is told", () => {
    expect(led("LookupsFail", { runbook_url: "https://wiki/lookups" })).toMatchObject({
      kind: "unknown",
      links: [{ annotation: "runbook_url", name: "lookups" }],
    });
  });

  it("several where its two links end in different runbooks", () => {
    const annotations = { runbook_url: "https://a/lag", runbook: "https://b/feature-store-down" };
    expect(led("LookupsFail", annotations)).toMatchObject({
      kind: "ambiguous",
      candidates: [{ runbook: { name: "lag" } }, { runbook: { name: "feature-store-down" } }],
    });
  });

  it("several where its entries do, though a link would choose: what counts less settles nothing", () => {
    const rivals = [lag, runbook("lag-too", {})];
    expect(led("LagHigh", { runbook: "lag-too" }, {}, rivals).kind).toBe("ambiguous");
    expect(led("LagHigh", { bigops_runbook: "lag-too" }, {}, rivals)).toMatchObject({ runbook: { name: "lag-too" } });
  });

  it("no runbook where the one that its annotation names is not there, with the nearest and with what would answer it", () => {
    expect(led("FeatureStoreDown", { bigops_runbook: "feature-store-dwon" })).toEqual({
      kind: "misnamed",
      named: "feature-store-dwon",
      nearest: "feature-store-down",
      instead: [{ runbook: down, alert: down.alerts[0] }],
    });
  });

  it("no runbook by an annotation that only every object has", () => {
    expect(resolveAlert("LookupsFail", {}, [runbook("constructor")], [{ labels: {}, annotations: {} }]).kind).toBe(
      "unknown",
    );
  });
});

describe("several alerts of one name that fire lead to", () => {
  const at = (namespace: string, annotations: Labels = {}) => ({ labels: { namespace }, annotations });

  it("one runbook, with the gravest of their severities", () => {
    const both = runbook("lag", {}, { severity: "P1", labels: { namespace: "search" } });
    const found = resolveAlert("LagHigh", {}, [both], [at("pricing"), at("search")]);
    expect(found).toMatchObject({ kind: "one", runbook: { name: "lag" }, alert: { severity: "P1" } });
  });

  it("several runbooks, as they do", () => {
    expect(resolveAlert("LagHigh", {}, all, [at("search"), at("pricing")])).toMatchObject({
      kind: "ambiguous",
      candidates: [{ runbook: { name: "search-lag" } }, { runbook: { name: "lag" } }],
    });
    expect(
      resolveAlert("LagHigh", {}, all, [at("pricing"), at("pricing", { bigops_runbook: "search-lag" })]).kind,
    ).toBe("ambiguous");
  });

  it("where some lead", () => {
    expect(resolveAlert("LagHigh", {}, [search], [at("pricing"), at("search")])).toMatchObject({
      kind: "one",
      runbook: { name: "search-lag" },
    });
  });
});
