import { describe, expect, it } from "vitest";
import { alertTable } from "../../../src/core/alerts/alert-table.ts";
import { labelParameters, namesakes } from "../../../src/core/alerts/label-parameters.ts";
import { resolveAlert } from "../../../src/core/alerts/resolve-alert.ts";
import type { Runbook, RunbookAlert } from "../../../src/core/runbook/runbook.ts";
import { sampleRunbook } from "../run/sample-runbook.ts";

function runbook(name: string, ...alerts: readonly Partial<RunbookAlert>[]): Runbook {
  return {
    ...sampleRunbook,
    name,
    alerts: alerts.map((alert) => ({ name: "LagHigh", severity: "P3", labels: {}, ...alert })),
  };
}

const names = (found: ReturnType<typeof resolveAlert>): unknown =>
  found.kind === "one"
    ? found.runbook.name
    : found.kind === "ambiguous"
      ? found.candidates.map((candidate) => candidate.runbook.name)
      : found.kind === "unknown"
        ? { nearest: found.nearest, missing: found.missing.map((entry) => entry.runbook.name) }
        : found.kind;

describe("an alert leads to", () => {
  const lag = runbook("lag", {}, { name: "PipelineDown", severity: "P1" });
  const search = runbook("search-lag", { labels: { namespace: "search" } });

  it("the runbook that names it, with the severity that its entry says", () => {
    const found = resolveAlert("PipelineDown", {}, [search, lag]);
    expect(found).toMatchObject({ kind: "one", runbook: { name: "lag" }, alert: { severity: "P1" } });
  });

  it.each([
    ["the one whose labels it has", { namespace: "search", team: "ml" }, "search-lag"],
    ["the general one where it has others", { namespace: "pricing" }, "lag"],
    ["the general one where it has none", {}, "lag"],
  ])("%s", (_, labels, expected) => {
    expect(names(resolveAlert("LagHigh", labels, [lag, search]))).toBe(expected);
  });

  it("several where none is more precise", () => {
    const other = runbook("search-lag-2", { labels: { team: "ml" } });
    expect(names(resolveAlert("LagHigh", { namespace: "search", team: "ml" }, [lag, search, other]))).toEqual([
      "search-lag",
      "search-lag-2",
    ]);
  });

  it("none, with the nearest name", () => {
    expect(names(resolveAlert("PipelineDwon", {}, [lag]))).toEqual({ nearest: "PipelineDown", missing: [] });
  });

  it("none where the labels that the runbook asks for are missing, which is not a wrong name", () => {
    expect(names(resolveAlert("LagHigh", { namespace: "pricing" }, [search]))).toEqual({
      nearest: null,
      missing: ["search-lag"],
    });
  });

  it("none by a name that only every object has", () => {
    expect(resolveAlert("constructor", {}, [lag]).kind).toBe("unknown");
  });
});

describe("the table of alerts", () => {
  it("has the gravest first, and shows who answers the same one", () => {
    const rows = alertTable([
      runbook("a", {}, { name: "Down", severity: "P1" }),
      runbook("b", {}, { labels: { x: "1" } }),
    ]);
    expect(
      rows.map(({ answer, rivals }) => [
        answer.alert.name,
        answer.runbook.name,
        rivals.map((rival) => rival.runbook.name),
      ]),
    ).toEqual([
      ["Down", "a", []],
      ["LagHigh", "a", ["b"]],
      ["LagHigh", "b", []],
    ]);
  });
});

describe("labels fill parameters", () => {
  const parameter = { type: "string", default: null, required: false, description: null } as const;

  it("of their own name, of a hyphened one, and of one that declares the label", () => {
    const parameters = {
      namespace: parameter,
      "feature-group": parameter,
      deployment: { ...parameter, label: "model" },
      model: { ...parameter, label: "version" },
    };
    const labels = { namespace: "search", feature_group: "g", model: "m", severity: "critical" };
    expect(labelParameters({ parameters }, labels)).toEqual({
      namespace: "search",
      "feature-group": "g",
      deployment: "m",
    });
  });

  it("but never by the labels that Prometheus writes on all that it scrapes, unless one is declared", () => {
    const labels = { job: "flink-jobmanager", instance: "10.0.0.7:9249", job_name: "zipline-streaming" };
    const parameters = { job: parameter, instance: parameter };
    expect(labelParameters({ parameters }, labels)).toEqual({});
    expect(namesakes({ parameters }, labels)).toEqual([
      { parameter: "job", value: "flink-jobmanager", label: null },
      { parameter: "instance", value: "10.0.0.7:9249", label: null },
    ]);
    const declared = { job: { ...parameter, label: "job_name" }, target: { ...parameter, label: "instance" } };
    expect(labelParameters({ parameters: declared }, labels)).toEqual({
      job: "zipline-streaming",
      target: "10.0.0.7:9249",
    });
    expect(namesakes({ parameters: declared }, labels)).toEqual([
      { parameter: "job", value: "flink-jobmanager", label: "job_name" },
    ]);
  });
});
