import { exactly, matcherText } from "../../clients/alertmanager/matcher-text.ts";
import { ClientError } from "../../clients/client-error.ts";
import type { Doors } from "../../clients/doors.ts";
import { foreignText } from "../../core/text/foreign-text.ts";
import { spanWords } from "../moment.ts";

/** It is asked beside, and worth no waiting. */
const TIMEOUT_MS = 2_000;

/** What Prometheus itself says about the alerts. */
export interface SaidByPrometheus {
  /** How many such alerts it says fire; null where it was not told. */
  readonly firing: number | null;
  /** Why it could not be told; null where it was told, and where nobody here asks a Prometheus: there is none, or this user may not. */
  readonly failure: string | null;
}

const NOBODY_ASKS = ["not-configured", "forbidden"];

/**
 * How many such alerts Prometheus itself says fire: what it cannot hand to Alertmanager is missing there, which looks like all well; and one that is
 * dead hands over nothing, and lets all that fired end by their `endsAt`. Labels that Prometheus adds on the way out are not among its own: alerts are
 * then not found by them, and nothing is held against Alertmanager.
 */
export async function prometheusFiring(
  doors: Doors,
  labels: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<SaidByPrometheus> {
  const matchers = exactly({ ...labels, alertstate: "firing" }).map(matcherText);
  const patience = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const prometheus = await doors.prometheus();
    const { result, warnings } = await prometheus.query(
      `ALERTS{${matchers.join(",")}}`,
      AbortSignal.any([signal, patience]),
    );
    const [warning] = warnings;
    if (result.length > 0 || warning === undefined) return { firing: result.length, failure: null };
    return { firing: null, failure: `Prometheus warns about its answer: ${foreignText(warning, 200)}` };
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    if (NOBODY_ASKS.includes(error.code)) return { firing: null, failure: null };
    const late = `Prometheus did not answer within ${spanWords(TIMEOUT_MS)}`;
    return { firing: null, failure: patience.aborted ? late : error.message };
  }
}
