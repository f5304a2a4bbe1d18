import * as z from "zod";

type Row = readonly string[];

/** The part of a JSON Schema that tells a reader what a field is. */
interface Shape {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly items?: Shape;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly additionalProperties?: Shape | boolean;
  readonly required?: readonly string[];
}

/** The arguments of a probe or an action: name, type, whether it must be there, description. */
export function argumentRows(schema: z.ZodType): readonly Row[] {
  const { properties = {}, required = [] } = shapeOf(schema, "input");
  return Object.entries(properties).map(([name, field]) => [
    name,
    typeOf(field),
    field.default === undefined
      ? required.includes(name)
        ? "required"
        : "optional"
      : `default ${JSON.stringify(field.default)}`,
    field.description ?? "",
  ]);
}

/** The results of a probe: name, type with its unit, description; what stands inside of a list or an object on rows of its own. */
export function resultRows(schema: z.ZodType): readonly Row[] {
  return rowsOf("", shapeOf(schema, "output"));
}

function shapeOf(schema: z.ZodType, io: "input" | "output"): Shape {
  return z.toJSONSchema(schema, { io, unrepresentable: "any" }) as Shape;
}

function rowsOf(prefix: string, { properties = {} }: Shape): readonly Row[] {
  return Object.entries(properties).flatMap(([name, field]) => {
    const type = typeOf(field);
    const unit = unitOf(name);
    const row = [`${prefix}${name}`, unit === null ? type : `${type}, ${unit}`, field.description ?? ""];
    const list = choicesOf(field).find(({ items }) => items !== undefined)?.items;
    const inside = list ?? choicesOf(field).find((choice) => choice.properties !== undefined);
    return [row, ...(inside === undefined ? [] : rowsOf(`${prefix}${name}${list === undefined ? "" : "[]"}.`, inside))];
  });
}

/** Units stand in the names of results. */
function unitOf(name: string): string | null {
  const units = { Seconds: "seconds", Ms: "milliseconds", Bytes: "bytes", Ratio: "0 to 1" };
  return Object.entries(units).find(([end]) => name.endsWith(end))?.[1] ?? null;
}

function choicesOf(field: Shape): readonly Shape[] {
  const choices = field.anyOf ?? field.oneOf;
  return choices === undefined ? [field] : choices.flatMap(choicesOf);
}

function typeOf(field: Shape): string {
  if (field.enum !== undefined) return field.enum.map(String).join("|");
  if (field.const !== undefined) return String(field.const);
  const choices = field.anyOf ?? field.oneOf;
  if (choices !== undefined) return [...new Set(choices.map(typeOf))].join("|");
  const types = [field.type ?? "any"].flat();
  return types.map((type) => namedType(type, field)).join("|");
}

function namedType(type: string, { format, items, properties, additionalProperties }: Shape): string {
  if (type === "string" && format === "date-time") return "time";
  if (type === "array") return `list of ${typeOf(items ?? {})}`;
  if (type !== "object" || properties !== undefined) return type;
  return typeof additionalProperties === "object" ? `map of ${typeOf(additionalProperties)}` : type;
}
