import type { z } from "zod";
import type { Json, JsonObject } from "../json.ts";
import type { Located, Path } from "../source/located.ts";
import type { Catalog } from "./catalog.ts";
import { causeSchema, checkSchema, escalationSchema, mitigationSchema, parameterSchema } from "./file-schema.ts";
import type { Parameter } from "./runbook.ts";

/** An entry of a section as far as it can be read; `fields` is null where its shape is wrong, which the schema says. */
export interface DraftEntry<Fields> {
  readonly path: Path;
  /** null where it has none. */
  readonly id: string | null;
  readonly fields: Fields | null;
}

/** A probe or action and its arguments, as an entry names it. */
export interface Use {
  readonly type: string;
  readonly args: JsonObject;
}

export interface DraftCheck extends DraftEntry<CheckFields> {
  /** Every probe that it names: exactly one is right. */
  readonly uses: readonly Use[];
}

export interface DraftMitigation extends DraftEntry<MitigationFields> {
  readonly uses: readonly Use[];
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
  return {
    parameters: Object.fromEntries(
      Object.entries(objectOf(file["parameters"])).flatMap(([name, written]) => {
        const parsed = parameterSchema.safeParse(written);
        return parsed.success ? [[name, parameterOf(parsed.data)] as const] : [];
      }),
    ),
    checks: section(file, "investigation").map((entry) => ({
      ...draftEntry<CheckFields>(entry, check),
      uses: usesIn(entry.written, catalog.probes),
    })),
    definitions: Object.entries(objectOf(file["define"])).flatMap(([id, text]) =>
      typeof text === "string" ? [{ path: ["define", id], id, text }] : [],
    ),
    causes: section(file, "causes").map((entry) => draftEntry(entry, causeSchema)),
    mitigations: section(file, "mitigation").map((entry) => ({
      ...draftEntry<MitigationFields>(entry, mitigation),
      uses: usesIn(entry.written, catalog.actions),
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

function draftEntry<Fields>({ path, written }: Written, schema: z.ZodType): DraftEntry<Fields> {
  const { id } = objectOf(written);
  const parsed = schema.safeParse(written);
  return { path, id: typeof id === "string" ? id : null, fields: parsed.success ? (parsed.data as Fields) : null };
}

function usesIn(written: Json, types: ReadonlyMap<string, unknown>): readonly Use[] {
  return Object.entries(objectOf(written))
    .filter(([key]) => types.has(key))
    .map(([type, args]) => ({ type, args: objectOf(args) }));
}

function parameterOf(written: z.infer<typeof parameterSchema>): Parameter {
  const { type, default: standard, optional, description, label } = written;
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
