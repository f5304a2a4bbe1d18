import * as z from "zod";

const json = z.json();
const object = z.record(z.string(), json);
const texts = z.array(z.string());
const severity = z.enum(["P1", "P2", "P3", "P4"]);
const condition = z.string().nullable();

/** A runbook as another machine's journal has it: read and validated there, so only its shape is looked at. */
export const runbookShape = z.strictObject({
  name: z.string(),
  title: z.string(),
  severity,
  alerts: z.array(z.strictObject({ name: z.string(), severity, labels: z.record(z.string(), z.string()) })),
  symptoms: texts,
  parameters: z.record(
    z.string(),
    z.strictObject({
      type: z.enum(["string", "integer", "number", "boolean", "duration"]),
      default: json,
      required: z.boolean(),
      description: z.string().nullable(),
      label: z.string().exactOptional(),
    }),
  ),
  define: z.record(z.string(), z.string()).exactOptional(),
  investigation: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      role: z.enum(["symptom", "evidence"]),
      probe: z.string(),
      args: object,
      expect: z.strictObject({ pass: condition, fail: condition, warn: condition }),
      timeoutMs: z.number().positive().nullable(),
      retries: z.number().int().min(0),
      needs: texts,
    }),
  ),
  causes: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      when: z.string(),
      because: z.string(),
      explains: z.array(z.strictObject({ check: z.string(), when: condition })).exactOptional(),
    }),
  ),
  mitigation: z.array(
    z.strictObject({
      id: z.string(),
      for: texts,
      insteadOf: z.string().exactOptional(),
      action: z.string(),
      args: object,
      requires: condition,
      verify: texts,
      guard: texts.exactOptional(),
      note: z.string().nullable(),
      notes: z.record(z.string(), z.string()).exactOptional(),
    }),
  ),
  escalation: z.array(z.strictObject({ afterMs: z.number().min(0).nullable(), when: condition, page: z.string() })),
  verification: z.strictObject({
    passes: z.number().int().min(1),
    interval: z.string(),
    within: z.string().exactOptional(),
  }),
});
