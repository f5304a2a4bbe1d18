import type { Json } from "../../../src/core/json.ts";
import type { LeaseFacts } from "../../../src/core/plan/lease.ts";
import type { EventOf, RunEvent } from "../../../src/core/run/event.ts";
import { handedOver } from "./handed-over.ts";
import { alice, plan, result, START_MS, started } from "./sample-events.ts";

/** A type of which nothing may stay away. */
export type Whole<T> = [string | number | boolean | null] extends [T]
  ? Json
  : T extends readonly (infer Item)[]
    ? readonly Whole<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]-?: Whole<T[Key]> }
      : T;

const atMs = START_MS;
const about = { proposal: "rollback", write: "1", attempt: 1 };
const holder = { user: "bob", host: "desk", run: "sd-0002", runbook: "shop-down", sinceMs: 1, untilMs: null };
const past = {
  run: "sd-0002",
  proposal: "rollback",
  mitigation: null,
  action: "test.rollback",
  user: "bob",
  host: "desk",
  atMs: 1,
  ended: "verified",
} as const;
const facts: Whole<LeaseFacts> = { holder, past: [past] };
const begun = (started() as EventOf<"started">).run;
const [check] = begun.runbook.investigation;
if (check === undefined) throw new Error("the sample has no check");

const runbook: Whole<typeof begun.runbook> = {
  ...begun.runbook,
  alerts: [{ name: "ShopDown", severity: "P1", labels: { shop: "a" } }],
  parameters: { shop: { type: "string", default: null, required: false, description: null, label: "shop" } },
  define: { down: "orders.failed" },
  investigation: [check],
  causes: [
    { id: "gone", title: "it is gone", when: "down", because: "so", explains: [{ check: check.id, when: null }] },
  ],
  mitigation: [
    {
      id: "restart",
      for: ["gone"],
      insteadOf: "rollback",
      action: "test.restart",
      args: {},
      requires: null,
      verify: [],
      guard: [check.id],
      note: null,
      notes: { gone: "only relief" },
    },
  ],
  verification: { passes: 3, interval: "15s", within: "5m" },
};

const wholePlan: Whole<EventOf<"planned">["plan"]> = {
  ...plan(),
  clusterUid: "6f1c",
  undoBesideRun: true,
  server: "http://flink:8081",
  lease: { namespace: "shop", name: "bigops-shop" },
  impact: { lines: ["one pod is replaced"], keepServing: 3, replicas: 4, budgetAllows: true },
  changes: [{ path: "image", from: "a", to: "b" }],
  writes: plan().writes.map((write) => ({ ...write, harmless: true, timeoutMs: 60_000 })),
};

const wholeResult: Whole<EventOf<"checked">["result"]> = {
  ...result("error", atMs),
  evidence: [{ what: "lookups that fail", value: 0.3, limit: 0.1, unit: "ratio", atMs }],
  error: { code: "timeout", message: "no answer", hint: "ask by hand" },
};

const request = { proposal: "rollback", stage: "recheck", recheck: 1, rivals: facts } as const;

/**
 * Events of every kind in which nothing stays away that may: the type asks for it, so that a field that a recorded event comes to have must be named
 * here as well.
 */
export const WHOLE_EVENTS: { readonly [T in RunEvent["type"]]: readonly Whole<EventOf<T>>[] } = {
  started: [
    {
      type: "started",
      atMs,
      run: { ...begun, runbook, only: [check.id], parameters: { shop: "a" }, alertOnly: ["shop"] },
    },
  ],
  "handed-over": [handedOver(atMs)],
  fenced: [
    {
      type: "fenced",
      atMs,
      fence: { kind: "held", epoch: 2, over: { run: "sd-0003", user: "c", host: "d", epoch: 1 } },
    },
    { type: "fenced", atMs, fence: { kind: "unavailable", reason: "there is no cluster" } },
  ],
  superseded: [{ type: "superseded", atMs, by: { run: "sd-0003", user: "c", host: "d", epoch: 3 } }],
  session: [{ type: "session", atMs, session: "s1", attendance: "wait", unpageable: { manager: "no key" } }],
  woke: [{ type: "woke", atMs, jumpedMs: -1 }],
  checked: [{ type: "checked", atMs, round: "diagnosis-1", check: check.id, result: wholeResult }],
  planned: [{ type: "planned", atMs, ...request, plan: wholePlan }],
  "plan-failed": [{ type: "plan-failed", atMs, ...request, reason: "it is gone" }],
  approved: [{ type: "approved", atMs, digest: "ab".repeat(32), by: alice }],
  declined: [{ type: "declined", atMs, proposal: "rollback", by: alice }],
  leased: [
    {
      type: "leased",
      atMs,
      proposal: "rollback",
      lease: { outcome: "held", epoch: 1, untilMs: 2, noted: true, facts },
    },
    { type: "leased", atMs, proposal: "rollback", lease: { outcome: "refused", by: holder } },
    { type: "leased", atMs, proposal: "rollback", lease: { outcome: "lost", by: null } },
    { type: "leased", atMs, proposal: "rollback", lease: { outcome: "unavailable", reason: "403", forbidden: true } },
    { type: "leased", atMs, proposal: "rollback", lease: { outcome: "released" } },
  ],
  intended: [
    { type: "intended", atMs, ...about, resourceVersion: "7", notAfterMs: atMs + 5_000, detail: { generation: 4 } },
  ],
  withheld: [{ type: "withheld", atMs, ...about, reason: "it failed by itself", unchanged: true }],
  received: [
    {
      type: "received",
      atMs,
      ...about,
      receipt: { outcome: "applied", atMs, resourceVersion: null, detail: { jobId: "j" } },
    },
    { type: "received", atMs, ...about, receipt: { outcome: "conflict", message: "409" } },
    { type: "received", atMs, ...about, receipt: { outcome: "rejected", message: "422" } },
    { type: "received", atMs, ...about, receipt: { outcome: "not-sent", message: "late" } },
    { type: "received", atMs, ...about, receipt: { outcome: "lost", message: "reset" } },
  ],
  reconciled: [{ type: "reconciled", atMs, ...about, found: "unanswered", message: "no answer" }],
  progressed: [
    {
      type: "progressed",
      atMs,
      proposal: "rollback",
      progress: { complete: false, completedAtMs: null, failed: "stuck", summary: "2 of 4" },
    },
  ],
  "undo-requested": [{ type: "undo-requested", atMs, proposal: "rollback", by: alice }],
  escalated: [{ type: "escalated", atMs, by: alice }],
  paged: [{ type: "paged", atMs, step: 0, note: "page", ok: false, message: "202", again: true }],
  acknowledged: [{ type: "acknowledged", atMs, by: alice }],
  left: [{ type: "left", atMs, reason: "quit" }],
};
