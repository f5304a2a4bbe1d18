import * as z from "zod";
import type { JsonObject } from "../../core/json.ts";
import type { LeaseAddress, LeaseFacts, LeaseHolder, PastChange } from "../../core/plan/lease.ts";
import { LAST_MOMENT_MS, momentShape } from "../../core/moment-shape.ts";
import type { Target } from "../../core/plan/plan.ts";
import { parseJson } from "../http/parse-json.ts";
import { apiTimeMs } from "../kubernetes-objects/api-time.ts";

/** A holder that does not renew for this long has lost it. */
const LEASE_SECONDS = 60;
/** It is taken over so much later: whoever writes knows the server's clock to a second and the way of an answer, 5 s at most (`LEASE_TIMEOUT_MS`). */
const TAKEOVER_PAUSE_MS = 6_000;
/** More than the guard against flapping looks at. */
const PAST_KEPT = 12;

const HOLDER = "bigops.dev/holder";
const PAST = "bigops.dev/history";
const TARGET = "bigops.dev/target";

/** A coordination.k8s.io/v1 Lease, as far as it is looked at; all else is kept as it is. */
export interface LeaseObject {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly resourceVersion?: string;
    readonly annotations?: Readonly<Record<string, string>> | null;
  };
  readonly spec?: {
    readonly holderIdentity?: string | null;
    readonly leaseDurationSeconds?: number | null;
    readonly acquireTime?: string | null;
    readonly renewTime?: string | null;
    readonly leaseTransitions?: number | null;
  } | null;
}

/** Who asks for the lease. */
export type Claimant = Pick<LeaseHolder, "user" | "host" | "run" | "runbook">;

const text = z.string().max(300);
const claimant = z.object({ user: text, host: text, run: text, runbook: text });
const past = z.object({
  run: text,
  proposal: text,
  mitigation: text.nullable(),
  action: text,
  user: text,
  host: text,
  atMs: momentShape,
  ended: z.enum(["under-way", "verified", "not-helped", "unknown", "undone"]),
});

/** What it says, by the clock that those who wrote it went by (`sharedNow`): a holder whose time is over is none. Annotations that cannot be read say nothing. */
export function leaseFacts(lease: LeaseObject, nowMs: number): LeaseFacts {
  return { holder: holderOf(lease, nowMs), past: pastOf(lease) };
}

export function epochOf({ spec }: LeaseObject): number {
  return spec?.leaseTransitions ?? 0;
}

/** Whether this run holds it, in whichever of its processes. */
export function isOurs(lease: LeaseObject, by: Claimant): boolean {
  return lease.spec?.holderIdentity === identityOf(by);
}

/** Whether one of these runs holds it, for whomever. */
export function isOneOf({ spec }: LeaseObject, runs: readonly string[]): boolean {
  return runs.some((run) => spec?.holderIdentity?.endsWith(`/${run}`) === true);
}

/** Who wrote that it is theirs, whether its time is over or not; null where nobody did, or it cannot be read. */
function claimantOf({ metadata }: LeaseObject): Claimant | null {
  const said = claimant.safeParse(parsed(metadata.annotations?.[HOLDER]));
  return said.success ? said.data : null;
}

/** Who has it, by its own field where the annotation that says more cannot be read; null where nobody does, or neither tells. */
export function holderIn(lease: LeaseObject): Pick<Claimant, "user" | "host" | "run"> | null {
  const { user, host, run } = IDENTITY.exec(lease.spec?.holderIdentity ?? "")?.groups ?? {};
  if (run === undefined) return null;
  const said = claimantOf(lease);
  return said?.run === run ? said : { user: user ?? "?", host: host ?? "?", run };
}

/** Until when one is held that is written no sooner than now, milliseconds since the epoch; by our clock for ourselves, by that of all for the others. */
export function heldUntilMs(nowMs: number): number {
  return nowMs + LEASE_SECONDS * 1_000;
}

/** The lease as this run holds it: made new, taken over with a higher epoch, or renewed. `before`: what is there. */
export function heldLease(
  order: {
    readonly address: LeaseAddress;
    readonly target: Target;
    readonly by: Claimant;
    readonly change: PastChange | null;
  },
  before: LeaseObject | null,
  epoch: number,
  nowMs: number,
): JsonObject {
  const { address, by, change, target } = order;
  const now = microTime(nowMs);
  const renewed = before !== null && epochOf(before) === epoch;
  const spec = {
    holderIdentity: identityOf(by),
    leaseDurationSeconds: LEASE_SECONDS,
    acquireTime: renewed ? (before.spec?.acquireTime ?? now) : now,
    renewTime: now,
    leaseTransitions: epoch,
  };
  const annotations = {
    ...before?.metadata.annotations,
    [TARGET]: `${target.kind} ${target.namespace}/${target.name}`,
    [HOLDER]: JSON.stringify({ user: by.user, host: by.host, run: by.run, runbook: by.runbook }),
    ...pastAnnotation(before, change),
  };
  return leaseOf(address, before, annotations, { ...before?.spec, ...spec });
}

/** The lease as nobody holds it, with what was done. */
export function releasedLease(address: LeaseAddress, before: LeaseObject, change: PastChange | null): JsonObject {
  const { [HOLDER]: _, ...annotations } = before.metadata.annotations ?? {};
  const { holderIdentity: __, ...spec } = before.spec ?? {};
  return leaseOf(address, before, { ...annotations, ...pastAnnotation(before, change) }, spec);
}

function leaseOf(
  { name, namespace }: LeaseAddress,
  before: LeaseObject | null,
  annotations: Readonly<Record<string, string>>,
  spec: object,
): JsonObject {
  const metadata = { ...before?.metadata, name, namespace, annotations };
  return { ...before, apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata, spec } as JsonObject;
}

function holderOf(lease: LeaseObject, nowMs: number): LeaseHolder | null {
  const { spec } = lease;
  const identity = spec?.holderIdentity ?? "";
  if (identity === "") return null;
  const renewedAtMs = apiTimeMs(spec?.renewTime);
  const heldMs = (spec?.leaseDurationSeconds ?? LEASE_SECONDS) * 1_000;
  const untilMs = renewedAtMs === null ? null : Math.min(renewedAtMs + heldMs, LAST_MOMENT_MS);
  if (untilMs === null || untilMs + TAKEOVER_PAUSE_MS <= nowMs) return null;
  const who = claimantOf(lease) ?? { user: identity.slice(0, 300), host: "?", run: "?", runbook: "?" };
  return { ...who, sinceMs: apiTimeMs(spec?.acquireTime), untilMs };
}

function pastOf({ metadata }: LeaseObject): readonly PastChange[] {
  const said = parsed(metadata.annotations?.[PAST]);
  if (!Array.isArray(said)) return [];
  return said.slice(-PAST_KEPT).flatMap((one) => {
    const change = past.safeParse(one);
    return change.success ? [change.data] : [];
  });
}

/** The history with this change in it, once; the oldest go. */
function pastAnnotation(before: LeaseObject | null, change: PastChange | null): Readonly<Record<string, string>> {
  if (change === null) return {};
  const known = before === null ? [] : pastOf(before);
  const at = known.findIndex(({ run, proposal }) => run === change.run && proposal === change.proposal);
  const all = at === -1 ? [...known, change] : known.with(at, change);
  return { [PAST]: JSON.stringify(all.slice(-PAST_KEPT)) };
}

function identityOf({ user, host, run }: Claimant): string {
  return `${user}@${host}/${run}`;
}

const IDENTITY = /^(?<user>[^@]{1,300})@(?<host>[^/]{1,300})\/(?<run>[a-z0-9][a-z0-9-]{0,79})$/;

function parsed(said: string | undefined): unknown {
  return said === undefined ? undefined : parseJson(said);
}

/** As the API reads a MicroTime: six digits behind the point, no fewer. */
function microTime(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "000Z");
}
