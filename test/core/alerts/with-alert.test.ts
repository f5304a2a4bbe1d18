import { expect, it } from "vitest";
import { withAlert } from "../../../src/core/alerts/with-alert.ts";
import { sampleRunbook } from "../run/sample-runbook.ts";

it("a run that an alert began asks for the alert first: inconclusive while it fires, of the alert's severity", () => {
  const alert = { name: "ShopDown", severity: "P2", labels: {} } as const;
  const { severity, investigation, ...rest } = withAlert(sampleRunbook, alert, { shop: "north", alertname: "Other" });
  const { severity: _, investigation: own, ...same } = sampleRunbook;
  expect(severity).toBe("P2");
  expect(investigation).toEqual([
    {
      id: "alert",
      title: "the alert ShopDown",
      role: "symptom",
      probe: "alertmanager.alerts",
      args: { matchers: { shop: "north", alertname: "ShopDown" }, whileFiring: "inconclusive" },
      expect: { pass: null, fail: null, warn: null },
      timeoutMs: null,
      retries: 0,
      needs: [],
    },
    ...own,
  ]);
  expect(rest).toEqual(same);
});
