import type { Doors } from "../../src/clients/doors.ts";
import type { CheckResult } from "../../src/core/check/check-result.ts";
import type { JsonObject } from "../../src/core/json.ts";
import { probes } from "../../src/probes/index.ts";
import { runProbe } from "../../src/probes/run-probe.ts";

/** What a world is brought into before it is probed; the same on the sandbox and on real servers. */
export type Situation =
  | "healthy"
  | "bad-rollout"
  | "bad-rollout-ready"
  | "crash-loop"
  | "image-unavailable"
  | "out-of-memory"
  | "unschedulable"
  | "kv-store-down"
  | "scaled-to-zero";

/** A platform to probe: the Deployment feature-api, the Services kv-store and kv-store-replica, and endpoints of the same names. */
export interface ProbeWorld {
  readonly doors: Doors;
  /** The world's clock, milliseconds since the epoch. */
  readonly now: () => number;
  /** The endpoints are reached by a port-forward, which leads nowhere while no pod is ready. */
  readonly forwards: boolean;
  readonly close: () => Promise<void>;
}

/** The limit of the query, as in the shipped runbook. */
export const TEN_PERCENT = { fail: "value > 0.1", pass: null, warn: null };

/** Runs a probe as a check of a runbook does. */
export function check(
  { doors, now }: Pick<ProbeWorld, "doors" | "now">,
  type: string,
  args: JsonObject,
  fields: Partial<Parameters<typeof runProbe>[2]> = {},
): Promise<CheckResult> {
  const probe = probes.get(type);
  if (probe === undefined) throw new Error(`no probe ${type}`);
  return runProbe(probe, probe.args.parse(args), {
    doors,
    now,
    signal: new AbortController().signal,
    budgetMs: 20_000,
    retries: 0,
    expect: { pass: null, fail: null, warn: null },
    place: { namespace: "ml", prometheusUrl: null, endpointUrl: () => null },
    ...fields,
  });
}
