import * as z from "zod";
import { shellQuote } from "../core/text/shell-quote.ts";
import { gatherAlerts, type AlertsFacts } from "./alerts/alerts-facts.ts";
import { alertsObserved } from "./alerts/alerts-observed.ts";
import { judgeAlerts } from "./alerts/judge-alerts.ts";
import { exactly, matcherText } from "../clients/alertmanager/matcher-text.ts";
import { judgeAsExpected } from "./judge-as-expected.ts";
import type { Probe } from "./probe.ts";

const args = z.strictObject({
  matchers: z
    .record(z.string().min(1), z.string())
    .refine((labels) => Object.keys(labels).length > 0, { message: "name at least one label" })
    .describe("labels that an alert must have, e.g. { alertname: FeatureStoreDown }"),
  whileFiring: z
    .enum(["fail", "inconclusive"])
    .default("fail")
    .describe(
      "the verdict while one fires; inconclusive where it is itself the symptom: it says that something is wrong, and not what",
    ),
  members: z
    .int()
    .positive()
    .optional()
    .describe("how many members Alertmanager's cluster should have, 2 for a pair; default: as many as it knows of"),
});

/**
 * The check behind `--alert`: with `whileFiring: inconclusive` and the alert's labels as `matchers` (alertname among them) it is inconclusive while the
 * alert fires, silenced or not, and passes when it does not; it never fails, so that only the runbook's own checks name a problem.
 */
export const alertmanagerAlerts: Probe<z.infer<typeof args>, AlertsFacts> = {
  type: "alertmanager.alerts",
  title: "whether alerts fire",
  args,
  observed: alertsObserved,
  passes:
    "no alert with these labels fires, by Prometheus neither, which answers where there is one, and no member of Alertmanager's cluster is missing",
  example: `- id: firing-alerts
  title: the alert itself
  alertmanager.alerts: { matchers: { alertname: FeatureStoreDown } }`,
  rule: "alerts/2",
  async gather({ matchers }, { doors, nowMs, signal }) {
    const alertmanager = await doors.alertmanager();
    const facts = await gatherAlerts(alertmanager, doors, matchers, signal);
    return { facts, vantage: alertmanager.vantage, windowStartMs: nowMs, sampledAtMs: nowMs };
  },
  judge(facts, { matchers, whileFiring, members }, { expect }) {
    const own = judgeAlerts(facts, { words: inWords(matchers), whileFiring, members: members ?? null });
    return own.verdict === "inconclusive" ? own : judgeAsExpected(own, expect, alertsObserved);
  },
  equivalent({ matchers }, { alertmanagerUrl }) {
    const where = `--alertmanager.url=${shellQuote(alertmanagerUrl ?? "http://localhost:9093")}`;
    return `amtool alert query ${where} ${exactly(matchers).map(matcherText).map(shellQuote).join(" ")}`;
  },
};

function inWords({ alertname, ...labels }: Readonly<Record<string, string>>): string {
  const others = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  const what = alertname ?? "an alert";
  return others.length === 0 ? what : `${what} with ${others.join(", ")}`;
}
