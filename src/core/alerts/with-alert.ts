import type { Check, Runbook, RunbookAlert } from "../runbook/runbook.ts";
import type { Labels } from "./resolved-alert.ts";

/** The id of the check that asks for the alert itself; no check of a runbook may be called so. */
const ALERT_CHECK = "alert";
const PROBE = "alertmanager.alerts";

/**
 * The runbook as a run that an alert began has it: of the alert's severity, and with the alert itself as its first symptom. That one is
 * inconclusive while the alert fires and passes when it does not, so that a run whose own checks all pass is not healthy before the alert is over.
 */
export function withAlert(runbook: Runbook, { name, severity }: RunbookAlert, labels: Labels): Runbook {
  const check: Check = {
    id: ALERT_CHECK,
    title: `the alert ${name}`,
    role: "symptom",
    probe: PROBE,
    args: { matchers: { ...labels, alertname: name }, whileFiring: "inconclusive" },
    expect: { pass: null, fail: null, warn: null },
    timeoutMs: null,
    retries: 0,
    needs: [],
  };
  return { ...runbook, severity, investigation: [check, ...runbook.investigation] };
}
