import * as z from "zod";
import type { Json, JsonObject } from "../json.ts";
import type { Located, Path } from "../source/located.ts";
import type { Catalog } from "./catalog.ts";
import { causeSchema, checkSchema, escalationSchema, mitigationSchema, parameterSchema } from "./file-schema.ts";
import type { Parameter } from "./runbook.ts";

/** An entry of a section as far as it can be read: what is wrong with one of its fields hides nothing of the others. */
export interface DraftEntry<Fields> {
  readonly path: Path;
  /** null where it has none. */
  readonly id: string | null;
  /** Those that have their shape; of the others the schema says what is wrong. */
  readonly fields: Partial<Fields>;
  /** The names of all that it has, known or not; null where it is no mapping. */
  readonly written: ReadonlySet<string> | null;
}

/** A probe or action and its arguments, as an entry names it. */
export interface Use {
  readonly type: string;
  readonly args: JsonObject;
}

export interface DraftCheck extends DraftEntry<CheckFields> {
  /** Every probe that it names: exactly one is right. */
  readonly uses: readonly Use[];
  /** A key that nobody knows may be its probe. */
  readonly maybeUse: boolean;
}

export interface DraftMitigation extends DraftEntry<MitigationFields> {
  readonly uses: readonly Use[];
  readonly maybeUse: boolean;
}

export interface CheckFields {
  readonly title?: string;
  readonly role?: "symptom" | "evidence";
  readonly timeout?: string;
  readonly retries?: number;
  readonly needs?: readonly string[];
}

export interface MitigationFields {
  readonly for: string | readonly string[];
  readonly insteadOf?: string;
  readonly requires?: string;
  readonly verify?: readonly string[];
  readonly guard?: readonly string[];
  readonly note?: string | Readonly<Record<string, string>>;
}

/** A runbook file taken apart, so that everything that is well-formed can be looked at even where other parts are not. */
export interface Draft {
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** Parameters that are there and whose type cannot be told. */
  readonly untyped: readonly string[];
  readonly checks: readonly DraftCheck[];
  readonly definitions: readonly { readonly path: Path; readonly id: string; readonly text: string }[];
  readonly causes: readonly DraftEntry<z.infer<typeof causeSchema>>[];
  readonly mitigations: readonly DraftMitigation[];
  readonly escalation: readonly DraftEntry<z.infer<typeof escalationSchema>>[];
}

export function draftOf({ value }: Located, catalog: Catalog): Draft {
  const file = objectOf(value);
  const check = checkSchema(catalog);
  const mitigation = mitigationSchema(catalog);
  const parameters = Object.entries(objectOf(file["parameters"])).map(
    ([name, written]) => [name, parameterOf(written)] as const,
  );
  return {
    parameters: Object.fromEntries(
      parameters.flatMap(([name, parameter]) => (parameter === null ? [] : [[name, parameter] as const])),
    ),
    untyped: parameters.flatMap(([name, parameter]) => (parameter === null ? [name] : [])),
    checks: section(file, "investigation").map((entry) => ({
      ...draftEntry<CheckFields>(entry, check),
      uses: usesIn(entry.written, catalog.probes),
      maybeUse: maybeUse(entry.written, check),
    })),
    definitions: Object.entries(objectOf(file["define"])).flatMap(([id, text]) =>
      typeof text === "string" && text !== "" ? [{ path: ["define", id], id, text }] : [],
    ),
    causes: section(file, "causes").map((entry) => draftEntry(entry, causeSchema)),
    mitigations: section(file, "mitigation").map((entry) => ({
      ...draftEntry<MitigationFields>(entry, mitigation),
      uses: usesIn(entry.written, catalog.actions),
      maybeUse: maybeUse(entry.written, mitigation),
    })),
    escalation: section(file, "escalation").map((entry) => draftEntry(entry, escalationSchema)),
  };
}

interface Written {
  readonly path: Path;
  readonly written: Json;
}

function section(file: JsonObject, name: string): readonly Written[] {
  const entries = file[name];
  return Array.isArray(entries) ? entries.map((written: Json, index) => ({ path: [name, index], written })) : [];
}

function draftEntry<Fields>({ path, written }: Written, schema: z.ZodObject): DraftEntry<Fields> {
  const entry = objectOf(written);
  const { id } = entry;
  return {
    path,
    id: typeof id === "string" ? id : null,
    fields: wellFormed(entry, schema) as Partial<Fields>,
    written: entry === written ? new Set(Object.keys(entry)) : null,
  };
}

/** The fields that a schema takes, each by itself. */
function wellFormed(written: JsonObject, { shape }: z.ZodObject): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(written).flatMap(([name, value]) => {
      if (!Object.hasOwn(shape, name)) return [];
      const parsed = z.safeParse(shape[name] as z.core.$ZodType, value);
      return parsed.success ? [[name, parsed.data] as const] : [];
    }),
  );
}

/** A probe or an action has a mapping behind it. */
function maybeUse(written: Json, { shape }: z.ZodObject): boolean {
  return Object.entries(objectOf(written)).some(
    ([key, value]) => !Object.hasOwn(shape, key) && typeof value === "object" && !Array.isArray(value),
  );
}

function usesIn(written: Json, types: ReadonlyMap<string, unknown>): readonly Use[] {
  return Object.entries(objectOf(written))
    .filter(([key]) => types.has(key))
    .map(([type, args]) => ({ type, args: objectOf(args) }));
}

/** null where its type cannot be told. */
function parameterOf(written: Json): Parameter | null {
  const fields: Partial<z.infer<typeof parameterSchema>> = wellFormed(objectOf(written), parameterSchema);
  const { type, default: standard, optional, description, label } = fields;
  if (type === undefined) return null;
  return {
    type,
    default: standard ?? null,
    required: optional !== true,
    description: description ?? null,
    ...(label === undefined ? {} : { label }),
  };
}

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}
