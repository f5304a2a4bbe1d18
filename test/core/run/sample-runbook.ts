import type { Runbook, Check } from "../../../src/core/runbook/runbook.ts";

function check(id: string, role: Check["role"], needs: readonly string[] = []): Check {
  return {
    id,
    title: id,
    role,
    probe: "test.probe",
    args: {},
    expect: { pass: null, fail: null, warn: null },
    timeoutMs: null,
    retries: 0,
    needs,
  };
}

/** A small runbook with everything that the core distinguishes: two symptoms, evidence with a need, two causes, two mitigations, two steps. */
export const sampleRunbook: Runbook = {
  name: "shop-down",
  title: "Shop down",
  severity: "P1",
  alerts: [{ name: "ShopDown", severity: "P1", labels: {} }],
  symptoms: ["Orders fail"],
  parameters: {},
  investigation: [
    check("orders", "symptom"),
    check("stock", "symptom"),
    check("release", "evidence"),
    check("logs", "evidence", ["release"]),
  ],
  causes: [
    {
      id: "bad-release",
      title: "A bad release",
      when: "orders.fail && release.pass",
      because: "orders fail after a release",
    },
    { id: "empty-stock", title: "The stock is gone", when: "stock.fail", because: "nothing is in stock" },
  ],
  mitigation: [
    {
      id: "rollback",
      for: ["bad-release"],
      action: "test.rollback",
      args: {},
      requires: null,
      verify: ["orders"],
      note: null,
    },
    {
      id: "refill",
      for: ["empty-stock"],
      action: "test.refill",
      args: {},
      requires: "release.pass",
      verify: [],
      note: null,
    },
  ],
  escalation: [
    { afterMs: 600_000, when: null, page: "secondary" },
    { afterMs: 1_800_000, when: null, page: "manager" },
  ],
  verification: { passes: 3, interval: "15s" },
};
