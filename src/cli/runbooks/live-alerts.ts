import { ClientError } from "../../clients/client-error.ts";
import type { Labels, SeenAlert } from "../../core/alerts/resolved-alert.ts";
import type { ReachedEnvironment } from "../run/reach-environment.ts";

/** Nothing has been diagnosed yet, and nobody waits long for a word on which runbook it is. */
const TIMEOUT_MS = 5_000;

/** The alerts of a name that fire, with their annotations, as far as the environment's Alertmanager tells. */
export type LiveAlerts =
  | { readonly kind: "told"; readonly firing: readonly SeenAlert[] }
  | { readonly kind: "untold"; readonly reason: string }
  /** The environment names no Alertmanager. */
  | { readonly kind: "nobody-to-ask" };

/** Silenced and inhibited ones too: they fire all the same. */
export async function liveAlerts(
  { environment, doors }: Pick<ReachedEnvironment, "environment" | "doors">,
  name: string,
  labels: Labels,
): Promise<LiveAlerts> {
  if (environment.alertmanager === undefined) return { kind: "nobody-to-ask" };
  try {
    const alertmanager = await doors.alertmanager();
    const firing = await alertmanager.alerts({ ...labels, alertname: name }, AbortSignal.timeout(TIMEOUT_MS));
    return { kind: "told", firing };
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    return { kind: "untold", reason: error.message };
  }
}
