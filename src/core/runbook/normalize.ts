import type { z } from "zod";
import { parseDuration } from "../duration.ts";
import type { Json, JsonObject } from "../json.ts";
import type { Catalog } from "./catalog.ts";
import type { Draft, DraftCheck, DraftMitigation } from "./draft.ts";
import { argsOf, expectOf } from "./expect.ts";
import type { alertSchema } from "./file-schema.ts";
import type {
  Cause,
  Check,
  EscalationStep,
  Mitigation,
  Runbook,
  RunbookAlert,
  Severity,
  Verification,
} from "./runbook.ts";

/** How often symptoms must pass in a row after a change, and how far apart, where the file does not say. */
const PASSES = 3;
const INTERVAL = "15s";

/** The runbook of a file in which no problem was found, every default filled in. */
export function normalize(value: Json, draft: Draft, catalog: Catalog): Runbook {
  const file = value as JsonObject;
  const verification = (file["verification"] ?? {}) as Partial<Verification>;
  return {
    name: String(file["name"]),
    title: String(file["title"]),
    severity: file["severity"] as Severity,
    alerts: ((file["alerts"] ?? []) as readonly z.infer<typeof alertSchema>[]).map((alert) =>
      normalAlert(alert, file["severity"] as Severity),
    ),
    symptoms: (file["symptoms"] ?? []) as readonly string[],
    parameters: draft.parameters,
    define: Object.fromEntries(draft.definitions.map(({ id, text }) => [id, text])),
    investigation: draft.checks.map((check) => normalCheck(check, catalog)),
    causes: draft.causes.flatMap(normalCause),
    mitigation: draft.mitigations.map(normalMitigation),
    escalation: draft.escalation.flatMap(({ fields }): readonly EscalationStep[] =>
      fields.page === undefined
        ? []
        : [
            {
              afterMs: fields.after === undefined ? null : parseDuration(fields.after),
              when: fields.when ?? null,
              page: fields.page,
            },
          ],
    ),
    verification: {
      passes: verification.passes ?? PASSES,
      interval: (verification.interval ?? INTERVAL).trim(),
      ...(verification.within === undefined ? {} : { within: verification.within.trim() }),
    },
  };
}

function normalAlert(alert: z.infer<typeof alertSchema>, standard: Severity): RunbookAlert {
  const { name, severity, labels } = typeof alert === "string" ? { name: alert } : alert;
  return { name, severity: severity ?? standard, labels: labels ?? {} };
}

function normalCheck({ id, fields, uses }: DraftCheck, catalog: Catalog): Check {
  const { type, args } = uses[0] ?? { type: "", args: {} };
  return {
    id: id ?? "",
    title: fields.title ?? catalog.probes.get(type)?.title ?? type,
    role: fields.role ?? "symptom",
    probe: type,
    args: argsOf(args),
    expect: expectOf(args),
    timeoutMs: fields.timeout === undefined ? null : parseDuration(fields.timeout),
    retries: fields.retries ?? 0,
    needs: fields.needs ?? [],
  };
}

function normalCause({ id, fields }: Draft["causes"][number]): readonly Cause[] {
  const { title, when, because, explains } = fields;
  if (id === null || title === undefined || when === undefined) return [];
  const cause = { id, title, when, because: because ?? title };
  if (explains === undefined) return [cause];
  return [
    {
      ...cause,
      explains: explains.flatMap((entry): NonNullable<Cause["explains"]> =>
        typeof entry === "string"
          ? [{ check: entry, when: null }]
          : Object.entries(entry).map(([check, condition]) => ({ check, when: condition })),
      ),
    },
  ];
}

function normalMitigation({ id, fields, uses }: DraftMitigation): Mitigation {
  const { type, args } = uses[0] ?? { type: "", args: {} };
  const note = fields.note ?? null;
  return {
    id: id ?? "",
    for: [fields.for ?? []].flat(),
    action: type,
    args,
    requires: fields.requires ?? null,
    verify: fields.verify ?? [],
    ...(fields.guard === undefined ? {} : { guard: fields.guard }),
    ...(fields.insteadOf === undefined ? {} : { insteadOf: fields.insteadOf }),
    note: typeof note === "string" ? note : null,
    ...(typeof note === "object" && note !== null ? { notes: note } : {}),
  };
}
