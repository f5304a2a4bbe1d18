import type { Environment } from "@marcbachmann/cel-js";
import * as z from "zod";
import { DURATION, isNull, TIMESTAMP } from "./cel-language.ts";
import { isTimeField } from "./cel-values.ts";

/** The part of a JSON Schema that tells types apart. */
interface Shape {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly additionalProperties?: Shape | boolean;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
}

/** The CEL types of an observation's fields. Nested ones are registered with the language under names that begin with `prefix`. */
export function fieldTypes(
  schema: z.ZodObject,
  language: Environment,
  prefix: string,
): Readonly<Record<string, string>> {
  const shape = z.toJSONSchema(schema, { unrepresentable: "any", io: "output" }) as Shape;
  return typesOf(shape.properties ?? {}, language, prefix);
}

function typesOf(
  properties: Readonly<Record<string, Shape>>,
  language: Environment,
  prefix: string,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, shape]) => [name, typeOf(name, shape, language, `${prefix}_${name}`)]),
  );
}

function typeOf(name: string, shape: Shape, language: Environment, path: string): string {
  const choices = (shape.anyOf ?? shape.oneOf ?? []).filter(({ type }) => type !== "null");
  if (choices.length > 0) {
    const types = new Set(
      choices.map((choice, index) => typeOf(name, choice, language, choices.length > 1 ? `${path}_${index}` : path)),
    );
    const [only] = types;
    return types.size === 1 && only !== undefined ? only : "dyn";
  }
  const named = [shape.type ?? typeof (shape.const ?? shape.enum?.[0])].flat().filter((type) => type !== "null");
  switch (named.length === 1 ? named[0] : "several") {
    case "string":
      return isTimeField(name) ? TIMESTAMP : "string";
    case "integer":
    case "number":
      return "double";
    case "boolean":
      return "bool";
    case "array":
      return `list<${typeOf(name, shape.items ?? {}, language, path)}>`;
    case "object":
      return objectType(name, shape, language, path);
    default:
      return "dyn";
  }
}

function objectType(
  name: string,
  { properties, additionalProperties }: Shape,
  language: Environment,
  path: string,
): string {
  if (properties !== undefined) {
    language.registerType(path, { fields: typesOf(properties, language, path) });
    language.registerOperator(`${path} == null: bool`, isNull);
    return path;
  }
  const values = typeof additionalProperties === "object" ? typeOf(name, additionalProperties, language, path) : "dyn";
  return `map<string, ${values}>`;
}

/** The CEL type of a parameter. */
export function parameterType(type: string): string {
  if (type === "duration") return DURATION;
  if (type === "boolean") return "bool";
  return type === "integer" || type === "number" ? "double" : "string";
}
