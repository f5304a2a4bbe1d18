import * as z from "zod";
import { checkResultShape } from "../check/check-result-shape.ts";
import { momentShape } from "../moment-shape.ts";
import { leaseFactsShape, leaseHolderShape, planShape } from "../plan/plan-shape.ts";
import { runbookShape } from "../runbook/runbook-shape.ts";
import type { RunEvent } from "./event.ts";
import type { ShapeOf } from "./same-shape.ts";

/** An intent lives for seconds. */
const LONGEST_INTENT_MS = 600_000;

const json = z.json();
const object = z.record(z.string(), json);
const atMs = momentShape;
const runId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/);
const epoch = z.number().int().min(0).max(1_000_000);
const operator = z.strictObject({ user: z.string(), as: z.string().nullable(), host: z.string() });
const environment = z.strictObject({
  name: z.string(),
  protected: z.boolean(),
  readOnly: z.boolean(),
  place: z.string(),
  cluster: z.string(),
});
const origin = { epoch, user: z.string(), host: z.string(), hash: z.string() };
const identity = z.strictObject({
  id: runId,
  runbook: runbookShape,
  runbookHash: z.string(),
  environment,
  mode: z.enum(["run", "dry-run", "drill"]),
  parameters: object,
  alertOnly: z.array(z.string()).exactOptional(),
  only: z.array(z.string()).nullable(),
  timeoutMs: z.number().positive(),
  operator,
  version: z.string(),
});
const successor = z.strictObject({ run: runId, user: z.string(), host: z.string(), epoch });
const about = { proposal: z.string(), write: z.string(), attempt: z.number() };
const planned = {
  proposal: z.string(),
  stage: z.enum(["propose", "recheck"]),
  recheck: z.number(),
  rivals: leaseFactsShape.exactOptional(),
};
const receipt = z.discriminatedUnion("outcome", [
  z.strictObject({
    outcome: z.literal("applied"),
    atMs,
    resourceVersion: z.string().nullable(),
    detail: object,
  }),
  z.strictObject({ outcome: z.enum(["conflict", "rejected", "not-sent", "lost"]), message: z.string() }),
]);
const lease = z.discriminatedUnion("outcome", [
  z.strictObject({
    outcome: z.literal("held"),
    epoch: z.number(),
    untilMs: momentShape,
    noted: z.literal(true).exactOptional(),
    facts: leaseFactsShape.exactOptional(),
  }),
  z.strictObject({ outcome: z.enum(["refused", "lost"]), by: leaseHolderShape.nullable() }),
  z.strictObject({
    outcome: z.literal("unavailable"),
    reason: z.string(),
    forbidden: z.literal(true).exactOptional(),
  }),
  z.strictObject({ outcome: z.literal("released") }),
]);
const fence = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("held"), epoch, over: successor.nullable() }),
  z.strictObject({ kind: z.literal("unavailable"), reason: z.string() }),
]);
const progress = z.strictObject({
  complete: z.boolean(),
  completedAtMs: momentShape.nullable(),
  failed: z.string().nullable(),
  summary: z.string(),
});

const shape = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("started"), atMs, run: identity }),
  z.strictObject({
    type: z.literal("handed-over"),
    atMs,
    run: identity.pick({ id: true, environment: true, operator: true, version: true }),
    from: z.strictObject(origin),
  }),
  z.strictObject({ type: z.literal("fenced"), atMs, fence }),
  z.strictObject({ type: z.literal("superseded"), atMs, by: successor }),
  z.strictObject({
    type: z.literal("session"),
    atMs,
    session: z.string(),
    attendance: z.enum(["terminal", "wait", "none", "visitor"]),
    unpageable: z.record(z.string(), z.string()).exactOptional(),
  }),
  z.strictObject({ type: z.literal("woke"), atMs, jumpedMs: z.number() }),
  z.strictObject({
    type: z.literal("checked"),
    atMs,
    round: z.string(),
    check: z.string(),
    result: checkResultShape,
  }),
  z.strictObject({ type: z.literal("planned"), atMs, ...planned, plan: planShape }),
  z.strictObject({ type: z.literal("plan-failed"), atMs, ...planned, reason: z.string() }),
  z.strictObject({ type: z.literal("approved"), atMs, digest: z.string(), by: operator }),
  z.strictObject({ type: z.literal("declined"), atMs, proposal: z.string(), by: operator }),
  z.strictObject({ type: z.literal("leased"), atMs, proposal: z.string(), lease }),
  z
    .strictObject({
      type: z.literal("intended"),
      atMs,
      ...about,
      resourceVersion: z.string().nullable(),
      notAfterMs: z.number(),
      detail: object,
    })
    // Whoever goes on waits for its end before asking.
    .refine((event) => event.notAfterMs - event.atMs <= LONGEST_INTENT_MS, "it may be sent for too long"),
  z.strictObject({
    type: z.literal("withheld"),
    atMs,
    ...about,
    reason: z.string(),
    unchanged: z.literal(true).exactOptional(),
  }),
  z.strictObject({ type: z.literal("received"), atMs, ...about, receipt }),
  z.strictObject({
    type: z.literal("reconciled"),
    atMs,
    ...about,
    found: z.enum(["applied", "not-applied", "unknown", "unanswered"]),
    message: z.string(),
  }),
  z.strictObject({ type: z.literal("progressed"), atMs, proposal: z.string(), progress }),
  z.strictObject({ type: z.literal("undo-requested"), atMs, proposal: z.string(), by: operator }),
  z.strictObject({ type: z.literal("escalated"), atMs, by: operator }),
  z.strictObject({
    type: z.literal("paged"),
    atMs,
    step: z.number().int().min(0),
    note: z.enum(["page", "acknowledge", "resolve"]),
    ok: z.boolean(),
    message: z.string(),
    again: z.literal(true).exactOptional(),
  }),
  z.strictObject({ type: z.literal("acknowledged"), atMs, by: operator }),
  z.strictObject({ type: z.literal("left"), atMs, reason: z.enum(["interrupted", "quit"]) }),
]);

/**
 * An event as another machine's journal has it. A hash proves that a line was not changed, not who wrote it: what comes from elsewhere is looked at
 * before it counts. A field that is not known here is refused as well, since whoever wrote it meant something by it.
 */
export const eventShape: ShapeOf<RunEvent, typeof shape> = shape;
