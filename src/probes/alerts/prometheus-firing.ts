import { exactly, matcherText } from "../../clients/alertmanager/matcher-text.ts";
import { ClientError } from "../../clients/client-error.ts";
import type { Doors } from "../../clients/doors.ts";

/** It is asked beside, and worth no waiting. */
const TIMEOUT_MS = 2_000;

/**
 * How many such alerts Prometheus itself says fire: what it cannot hand to Alertmanager is missing there, which looks like all well. null where it
 * cannot be asked. Labels that Prometheus adds on the way out are not among its own: alerts are then not found by them, and nothing is held against
 * Alertmanager.
 */
export async function prometheusFiring(
  doors: Doors,
  labels: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<number | null> {
  const matchers = exactly({ ...labels, alertstate: "firing" }).map(matcherText);
  try {
    const prometheus = await doors.prometheus();
    const patient = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const { result } = await prometheus.query(`ALERTS{${matchers.join(",")}}`, patient);
    return result.length;
  } catch (error) {
    if (error instanceof ClientError) return null;
    throw error;
  }
}
