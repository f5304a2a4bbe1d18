import * as z from "zod";
import { momentShape } from "../moment-shape.ts";

const json = z.json();
const object = z.record(z.string(), json);

const holder = z.strictObject({
  user: z.string(),
  host: z.string(),
  run: z.string(),
  runbook: z.string(),
  sinceMs: momentShape.nullable(),
  untilMs: momentShape.nullable(),
});

/** Who holds the lease on a target, as another machine's journal has it. */
export const leaseHolderShape = holder;

/** What the lease on a target says, as another machine's journal has it. */
export const leaseFactsShape = z.strictObject({
  holder: holder.nullable(),
  past: z.array(
    z.strictObject({
      run: z.string(),
      proposal: z.string(),
      mitigation: z.string().nullable(),
      action: z.string(),
      user: z.string(),
      host: z.string(),
      atMs: momentShape,
      ended: z.enum(["under-way", "verified", "not-helped", "unknown", "undone"]),
    }),
  ),
});

/** A plan as another machine's journal has it. */
export const planShape = z.strictObject({
  action: z.string(),
  summary: z.string(),
  target: z.strictObject({ kind: z.string(), namespace: z.string(), name: z.string(), uid: z.string() }),
  clusterUid: z.string().nullable().exactOptional(),
  server: z.string().exactOptional(),
  lease: z.strictObject({ namespace: z.string(), name: z.string() }).exactOptional(),
  identity: z.string(),
  writes: z.array(
    z.strictObject({
      id: z.string(),
      method: z.enum(["PATCH", "POST", "PUT", "DELETE"]),
      path: z.string(),
      contentType: z.string(),
      body: json,
      object: z.string(),
      harmless: z.literal(true).exactOptional(),
      timeoutMs: z.number().min(0).max(600_000).exactOptional(),
    }),
  ),
  instructions: z.array(z.string()),
  changes: z.array(z.strictObject({ path: z.string(), from: json, to: json })),
  impact: z.strictObject({
    lines: z.array(z.string()),
    keepServing: z.number().nullable(),
    replicas: z.number().exactOptional(),
    budgetAllows: z.boolean().nullable(),
  }),
  warnings: z.array(z.string()),
  equivalent: z.string(),
  undo: z.string().nullable(),
  undoBesideRun: z.literal(true).exactOptional(),
  before: object,
  completionSeconds: z.number().min(0),
});
