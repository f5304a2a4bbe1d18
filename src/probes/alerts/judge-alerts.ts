import type { z } from "zod";
import type { FiringAlert } from "../../clients/alertmanager-client.ts";
import type { Judgement } from "../../core/check/check-result.ts";
import { foreignText } from "../../core/text/foreign-text.ts";
import { plainText } from "../../core/text/plain-text.ts";
import { isShownLabel } from "../distribution/shown-key.ts";
import { iso, isoOrNull, earliestMs } from "../moment.ts";
import type { AlertsFacts } from "./alerts-facts.ts";
import type { alertsObserved } from "./alerts-observed.ts";
import type { SaidByPrometheus } from "./prometheus-firing.ts";
import { halfAPair, missingMembers } from "../../clients/alertmanager/missing-members.ts";

export interface AlertsRules {
  /** How the alerts are named in the summary, e.g. `FeatureStoreDown with namespace=search`. */
  readonly words: string;
  readonly whileFiring: "fail" | "inconclusive";
  /** How many members the cluster should have; null: as many as it knows of. */
  readonly members: number | null;
}

type AlertsObserved = z.infer<typeof alertsObserved>;

/** A silence and an inhibition hide an alert; neither makes it true that nothing is wrong, so it counts as firing. */
export function judgeAlerts({ alerts, cluster, prometheus }: AlertsFacts, rules: AlertsRules): Judgement {
  const half = halfAPair(cluster, rules.members) ?? unheard(alerts.length, prometheus);
  const oldestFirst = alerts.toSorted((a, b) => a.startsAtMs - b.startsAtMs);
  const silenced = alerts.filter(({ silencedBy }) => silencedBy.length > 0).length;
  const inhibited = alerts.filter(({ inhibitedBy }) => inhibitedBy.length > 0).length;
  const since = earliestMs(alerts.map(({ startsAtMs }) => startsAtMs));
  const observed: AlertsObserved = {
    firing: alerts.length,
    active: alerts.filter(({ state }) => state !== "suppressed").length,
    silenced,
    inhibited,
    startsAt: isoOrNull(since),
    members: cluster.members,
    missingMembers: missingMembers(cluster, rules.members),
    prometheusFiring: prometheus.firing,
    alerts: oldestFirst.slice(0, 10).map(shownAlert),
  };
  return {
    verdict: verdictOf(observed.firing, half, rules),
    summary: summarize(observed, half, rules),
    observed,
    evidence: [
      { what: "alerts that fire", value: observed.firing, limit: 0, ...(since !== null && { atMs: since }) },
      ...observed.alerts.map(({ name, state, startsAt }) => ({
        what: `alert ${name}`,
        value: state,
        atMs: Date.parse(startsAt),
      })),
    ],
    flip: observed.firing > 0 ? "it passes when none fires" : "it does not pass while one fires",
    notes: half !== null && observed.firing > 0 ? [half] : [],
  };
}

/** Why a silent Alertmanager is no proof; null when nothing speaks against it. */
function unheard(found: number, { firing, failure }: SaidByPrometheus): string | null {
  if (found > 0) return null;
  if (failure !== null) return `whether it fires in Prometheus cannot be told: ${failure}`;
  if (firing === null || firing === 0) return null;
  return "Prometheus says that it fires: what it sends does not arrive, or is about to";
}

function verdictOf(firing: number, half: string | null, { whileFiring }: AlertsRules): Judgement["verdict"] {
  if (firing > 0) return whileFiring;
  return half === null ? "pass" : "inconclusive";
}

function summarize(
  { firing, silenced, inhibited, startsAt }: AlertsObserved,
  half: string | null,
  { words }: AlertsRules,
): string {
  if (firing === 0) return half === null ? `${words} does not fire` : `${words} does not fire here, but ${half}`;
  const hidden = [
    ...(silenced > 0 ? [`${silenced} silenced`] : []),
    ...(inhibited > 0 ? [`${inhibited} inhibited`] : []),
  ];
  const count = firing === 1 ? "" : `, ${firing} alerts`;
  const but = hidden.length === 0 ? "" : ` (${hidden.join(", ")})`;
  return `${words} fires${count}, since ${startsAt}${but}`;
}

function shownAlert(alert: FiringAlert): AlertsObserved["alerts"][number] {
  const { labels, startsAtMs, state, fingerprint, silencedBy } = alert;
  const shown = Object.entries(labels).filter(([name]) => isShownLabel(name));
  return {
    name: plainText(labels["alertname"] ?? "(no name)", 80),
    state,
    startsAt: iso(startsAtMs),
    labels: Object.fromEntries(shown.slice(0, 12).map(([name, value]) => [name, foreignText(value, 80)])),
    fingerprint: plainText(fingerprint, 40),
    silencedBy: silencedBy.slice(0, 5).map((id) => plainText(id, 40)),
  };
}
