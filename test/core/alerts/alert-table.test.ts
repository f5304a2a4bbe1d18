import { describe, expect, it } from "vitest";
import { alertTable } from "../../../src/core/alerts/alert-table.ts";
import type { RunbookAlert } from "../../../src/core/runbook/runbook.ts";
import { sampleRunbook } from "../run/sample-runbook.ts";

const runbook = (name: string, ...alerts: readonly RunbookAlert[]) => ({ ...sampleRunbook, name, alerts });
const alert = (name: string, severity: RunbookAlert["severity"], labels = {}): RunbookAlert => ({
  name,
  severity,
  labels,
});

describe("the table of alerts", () => {
  it("has the gravest first, and of one severity the names in their order", () => {
    const rows = alertTable([
      runbook("a", alert("Slow", "P3"), alert("Down", "P1"), alert("Late", "P3")),
      runbook("b", alert("Gone", "P1"), alert("Bad", "P2")),
    ]);
    expect(rows.map(({ answer }) => `${answer.alert.severity} ${answer.alert.name}`)).toEqual([
      "P1 Down",
      "P1 Gone",
      "P2 Bad",
      "P3 Late",
      "P3 Slow",
    ]);
  });

  it("takes the same labels for the same, in whatever order they are written", () => {
    const one = { cluster: "west", namespace: "search", team: "ml" };
    const other = { team: "ml", namespace: "search", cluster: "west" };
    const rows = alertTable([
      runbook("a", alert("Slow", "P3", one)),
      runbook("b", alert("Slow", "P3", other), alert("Slow", "P3", { ...other, team: "ads" })),
    ]);
    expect(rows.map(({ answer, rivals }) => [answer.runbook.name, rivals.map((rival) => rival.runbook.name)])).toEqual([
      ["a", ["b"]],
      ["b", []],
    ]);
  });
});
