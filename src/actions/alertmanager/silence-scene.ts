import type { AlertmanagerClient, AlertMatcher, FiringAlert, Silence } from "../../clients/alertmanager-client.ts";
import { exactly, matcherText } from "../../clients/alertmanager/matcher-text.ts";
import { halfAPair } from "../../clients/alertmanager/missing-members.ts";
import type { ActionContext } from "../action.ts";

/** What a silence would meet. */
export interface SilenceScene {
  readonly displayUrl: string;
  readonly matchers: readonly AlertMatcher[];
  /** Alerts that fire and match. */
  readonly alerts: readonly FiringAlert[];
  /** Silences with the same matchers that have not ended. */
  readonly same: readonly Silence[];
  /** Why this Alertmanager may not know all; null when nothing speaks against it. */
  readonly half: string | null;
}

/** Rejects with ClientError. */
export async function readSilenceScene(
  labels: Readonly<Record<string, string>>,
  { doors, signal }: ActionContext,
): Promise<SilenceScene> {
  const alertmanager = await doors.alertmanager();
  const matchers = exactly(labels);
  const [alerts, silences, cluster] = await Promise.all([
    alertmanager.alerts(labels, signal),
    alertmanager.silences(signal),
    alertmanager.cluster(signal),
  ]);
  const words = matchersText(matchers);
  return {
    displayUrl: alertmanager.displayUrl,
    matchers,
    alerts,
    same: silences.filter((silence) => silence.state !== "expired" && matchersText(silence.matchers) === words),
    half: halfAPair(cluster, null),
  };
}

/** All silences, ended ones too, and whether this Alertmanager may lack some. Rejects with ClientError. */
export async function readSilences(
  alertmanager: AlertmanagerClient,
  signal: AbortSignal,
): Promise<{ readonly silences: readonly Silence[]; readonly half: string | null }> {
  const [silences, cluster] = await Promise.all([alertmanager.silences(signal), alertmanager.cluster(signal)]);
  return { silences, half: halfAPair(cluster, null) };
}

/** In one order, so that equal sets are equal texts. */
export function matchersText(matchers: readonly AlertMatcher[]): string {
  return matchers.map(matcherText).sort().join(" ");
}
