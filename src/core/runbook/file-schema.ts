import * as z from "zod";
import { LONGEST_TIMEOUT_MS } from "../check/longest-timeout.ts";
import { formatDuration, parseDuration } from "../duration.ts";
import type { Catalog } from "./catalog.ts";
import { ID } from "./ids.ts";

const id = z.string().regex(ID, "an id is lower-case words with hyphens between, e.g. error-rate");
const NO_DURATION = "not a duration; write 90s, 2m or 1h30m";
const duration = z
  .string(NO_DURATION)
  .refine((text) => parseDuration(text) !== null, NO_DURATION)
  .meta({ pattern: "^([0-9]+(ms|[smhdwy]))+$" });
const condition = z.string().min(1);
const line = z.string().min(1);

export const parameterSchema = z
  .strictObject({
    type: z
      .enum(["string", "integer", "number", "boolean", "duration"])
      .describe("Checked wherever the parameter is used"),
    default: z
      .union([z.string(), z.number(), z.boolean()])
      .optional()
      .describe("Without one the parameter must be given, unless it is optional"),
    optional: z.boolean().optional().describe("It may stay away; an argument that consists of it is then left out"),
    description: line.optional().describe("What it means, for --help and explain"),
    label: line
      .optional()
      .describe(
        "The alert label that fills it in; default: the one of its own name, but never job or instance, which are Prometheus's own",
      ),
  })
  .describe("A value that an environment or `-p name=value` may set");

const checkFields = {
  id: id.describe("Names the check on screen and, with underscores for hyphens, in conditions"),
  title: line.optional().describe("What it looks at; default: its probe's title"),
  role: z
    .enum(["symptom", "evidence"])
    .optional()
    .describe("symptom (default): decides whether there is a problem; evidence: informs the causes only"),
  timeout: duration
    .refine((text) => parseDuration(text) !== 0, "must be longer than 0s")
    .refine(
      (text) => (parseDuration(text) ?? 0) <= LONGEST_TIMEOUT_MS,
      `must be ${formatDuration(LONGEST_TIMEOUT_MS)} at most`,
    )
    .optional()
    .describe("Instead of the run's --timeout; its retries included"),
  retries: z.int().min(0).max(10).optional().describe("How often it is asked again when it could not be asked"),
  needs: z.array(z.string()).optional().describe("Checks that must be decided before this one is asked"),
};

/** The conditions that may stand among a probe's arguments. */
export const expectFields = {
  pass: condition.optional().describe("CEL over what the probe observes: passes when true"),
  fail: condition
    .optional()
    .describe(
      "CEL over what the probe observes: fails when true, whatever `pass` says; alone, it passes when false, but for what the probe itself cannot tell",
    ),
  warn: condition.optional().describe("CEL over what the probe observes: said beside a pass"),
};

const severity = z.enum(["P1", "P2", "P3", "P4"]);

export const alertSchema = z.union([
  line,
  z.strictObject({
    name: line.describe("The alert's name"),
    severity: severity.optional().describe("Of a run that this alert began; default: the runbook's"),
    labels: z.record(z.string(), z.string()).optional().describe("Only alerts that have these labels"),
  }),
]);

const args = z.record(z.string(), z.unknown());

const explains = z.array(z.union([z.string(), z.record(z.string(), condition)]));

export const causeSchema = z.strictObject({
  id: id.describe("Names the cause"),
  title: line.describe("A few words; `{{ parameter }}` is filled in"),
  when: condition.describe("CEL over the checks: `pods.fail && rollout.previousRevision != null`; unknown is not true"),
  because: line.optional().describe("The explanation; `{{ pods.ready }}` and `{{ parameter }}` are filled in"),
  explains: explains
    .optional()
    .describe("The symptoms that it accounts for, each alone or with a condition; default: those that `when` reads"),
});

const mitigationFields = {
  id: id.describe("Names the mitigation"),
  for: z.union([z.string(), z.array(z.string()).min(1)]).describe("The cause, or causes, that it helps against"),
  insteadOf: z
    .string()
    .optional()
    .describe("Another mitigation of the same cause: this one is proposed only when that one cannot be planned"),
  requires: condition.optional().describe("CEL over the checks: what must hold before it is proposed"),
  verify: z.array(z.string()).optional().describe("Checks that must pass afterwards, besides the symptoms"),
  guard: z
    .array(z.string())
    .optional()
    .describe(
      "Checks that it must not break: looked at before and after; where one passes before and fails after, its undo is proposed",
    ),
  note: z
    .union([line, z.record(z.string(), line)])
    .optional()
    .describe("Said with the proposal, by cause where it differs; `{{ pods.ready }}` is filled in"),
};

export const escalationSchema = z.strictObject({
  after: duration.optional().describe("Since the run began"),
  when: condition.optional().describe("CEL over the checks, instead of `after`"),
  page: line.describe("A target of the environment's pager"),
});

/** A check as written: its own fields and one key for its probe. */
export function checkSchema(catalog: Catalog): z.ZodObject {
  return z.strictObject({ ...checkFields, ...keyed(catalog.probes) });
}

/** A mitigation as written: its own fields and one key for its action. */
export function mitigationSchema(catalog: Catalog): z.ZodObject {
  return z.strictObject({ ...mitigationFields, ...keyed(catalog.actions) });
}

function keyed(types: ReadonlyMap<string, { readonly title: string }>): Record<string, z.ZodType> {
  return Object.fromEntries([...types].map(([type, { title }]) => [type, args.optional().describe(title)]));
}

/** The runbook file. Arguments are looked at apart, as they may hold parameters. */
export function fileSchema(catalog: Catalog): z.ZodObject {
  return z.strictObject({
    name: id.describe("What is typed: bigops run <name>"),
    title: line.describe("What is wrong when it is needed"),
    severity: severity.describe("P1 pages at once, P4 waits for the next business day"),
    alerts: z.array(alertSchema).optional().describe("The alerts that it answers, by name or with what is special"),
    symptoms: z.array(line).optional().describe("What people see, in words"),
    parameters: z
      .record(
        z
          .string()
          .regex(/^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$/, "a parameter's name is lower-case words with hyphens between"),
        parameterSchema,
      )
      .optional()
      .describe("Windows, limits and names, with the design's values as defaults"),
    investigation: z
      .array(checkSchema(catalog))
      .min(1)
      .describe("The checks, shown in this order; asked at the same time unless one needs another"),
    define: z
      .record(id, condition)
      .optional()
      .describe("Conditions with a name, usable in all the others with underscores for hyphens, as causes are"),
    causes: z.array(causeSchema).optional().describe("What the findings mean, the most specific first"),
    mitigation: z.array(mitigationSchema(catalog)).optional().describe("What may be done about a cause"),
    escalation: z.array(escalationSchema).optional().describe("Who is paged when"),
    verification: z
      .strictObject({
        passes: z.int().min(1).max(20).optional().describe("So many samples in a row must pass; default 3"),
        interval: line.optional().describe("Between two samples, or the parameter that says it; default 15s"),
        within: line
          .optional()
          .describe(
            "How long recovery may take after the change, e.g. until a backlog is read, or the parameter that says it",
          ),
      })
      .optional()
      .describe("How recovery is proved after a change"),
  });
}
