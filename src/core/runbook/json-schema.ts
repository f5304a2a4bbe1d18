import * as z from "zod";
import type { Catalog } from "./catalog.ts";
import { expectFields, fileSchema } from "./file-schema.ts";

type Schema = { readonly [key: string]: unknown };

/** What an argument may be instead of its own type. */
const TEMPLATE: Schema = { type: "string", pattern: "\\{\\{.*\\}\\}" };

/** The runbook file as JSON Schema (draft 2020-12), for editors: every probe's and action's arguments with their descriptions. */
export function runbookJsonSchema(catalog: Catalog): Schema {
  const file = plainSchema(fileSchema(catalog));
  const conditions = propertiesOf(plainSchema(z.strictObject(expectFields)));
  const sections = propertiesOf(file);
  const checks = withUses(sections["investigation"], catalog.probes, conditions);
  const mitigations = withUses(sections["mitigation"], catalog.actions, {});
  return {
    ...file,
    title: "A bigops runbook",
    properties: { ...sections, investigation: checks, mitigation: mitigations },
  };
}

/** A zod schema as JSON Schema of what may be written. */
export function plainSchema(schema: z.ZodType): Schema {
  return z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    override: ({ jsonSchema }) => {
      delete jsonSchema["language"];
    },
  });
}

function withUses(
  section: unknown,
  types: ReadonlyMap<string, { readonly title: string; readonly args: z.ZodType }>,
  more: Schema,
): Schema {
  const list = section as Schema;
  const entry = list["items"] as Schema;
  const uses = [...types].map(([type, { title, args }]) => {
    const { $schema: _, ...own } = plainSchema(args);
    const open = templated(own);
    return [type, { ...open, description: title, properties: { ...propertiesOf(open), ...more } }] as const;
  });
  return {
    ...list,
    items: {
      ...entry,
      properties: { ...propertiesOf(entry), ...Object.fromEntries(uses) },
      oneOf: [...types.keys()].map((type) => ({ required: [type] })),
    },
  };
}

function propertiesOf(schema: Schema): Schema {
  return (schema["properties"] ?? {}) as Schema;
}

/** The same schema with a parameter allowed wherever a value is narrower than any text. */
function templated(schema: Schema): Schema {
  const { description, default: standard, ...rest } = schema;
  const kept = {
    ...(description === undefined ? {} : { description }),
    ...(standard === undefined ? {} : { default: standard }),
  };
  if (rest["properties"] !== undefined || rest["additionalProperties"] !== undefined || rest["items"] !== undefined) {
    const inner: Schema = {
      ...rest,
      ...(rest["properties"] === undefined
        ? {}
        : {
            properties: Object.fromEntries(
              Object.entries(propertiesOf(rest)).map(([name, value]) => [name, templated(value as Schema)]),
            ),
          }),
      ...(typeof rest["additionalProperties"] === "object"
        ? { additionalProperties: templated(rest["additionalProperties"] as Schema) }
        : {}),
      ...(rest["items"] === undefined ? {} : { items: templated(rest["items"] as Schema) }),
    };
    return { ...kept, ...inner };
  }
  if (rest["anyOf"] !== undefined) {
    const choices = (rest["anyOf"] as readonly Schema[]).map((choice) =>
      choice["type"] === "object" || choice["type"] === "array" ? templated(choice) : choice,
    );
    return { ...kept, anyOf: [...choices, TEMPLATE] };
  }
  const anyText = rest["type"] === "string" && Object.keys(rest).every((key) => key === "type" || key === "minLength");
  return anyText ? { ...kept, ...rest } : { ...kept, anyOf: [rest, TEMPLATE] };
}
