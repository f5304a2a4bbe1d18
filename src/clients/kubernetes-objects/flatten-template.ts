import type { Json, JsonObject } from "../../core/json.ts";
import { isObject, plainTemplate } from "./pod-template.ts";

/** A template's leaves by readable path, in its own order, e.g. "env.LOG_LEVEL" → "info". */
export type FlatTemplate = ReadonlyMap<string, Json>;

/**
 * Lists whose items have names (containers, env, volumes) are read as maps by name, so that a moved item is no change. The path of the only
 * container leaves its name out, as people say "the image".
 */
export function flattenTemplate(template: JsonObject, onlyContainer: boolean): FlatTemplate {
  const leaves = new Map<string, Json>();
  const { spec, ...rest } = plainTemplate(template);
  walk(rest, [], leaves);
  if (!isObject(spec)) return leaves;
  const { containers, ...others } = spec;
  if (onlyContainer && isList(containers) && isObject(containers[0])) {
    const { name, ...container } = containers[0];
    leaves.set("containers", typeof name === "string" ? name : null);
    walk(container, [], leaves);
  } else if (containers !== undefined) walk(containers, ["containers"], leaves);
  walk(others, [], leaves);
  return leaves;
}

function walk(value: Json, path: readonly string[], leaves: Map<string, Json>): void {
  const environment = path.at(-2) === "env" ? environmentValue(value) : undefined;
  if (environment !== undefined) leaves.set(path.join("."), environment);
  else if (isList(value)) walkList(value, path, leaves);
  else if (isObject(value) && Object.keys(value).length > 0) {
    for (const [key, inner] of Object.entries(value)) walk(inner, [...path, key], leaves);
  } else leaves.set(path.join("."), value);
}

function walkList(items: readonly Json[], path: readonly string[], leaves: Map<string, Json>): void {
  const names = items.map((item) => (isObject(item) && typeof item["name"] === "string" ? item["name"] : null));
  if (items.length === 0) return;
  const named = names.every((name) => name !== null) && new Set(names).size === names.length;
  if (!named && items.every((item) => !isObject(item) && !isList(item))) {
    leaves.set(path.join("."), items);
    return;
  }
  items.forEach((item, index) => {
    const name = named ? names[index] : null;
    if (typeof name === "string" && isObject(item)) {
      const { name: _name, ...fields } = item;
      walk(fields, [...path, name], leaves);
    } else walk(item, [...path, String(index)], leaves);
  });
}

/** A variable as one leaf: its literal, or where its value comes from. */
function environmentValue(value: Json): Json | undefined {
  if (!isObject(value)) return undefined;
  if (!isObject(value["valueFrom"])) return value["value"] ?? "";
  const [[kind, reference] = ["", null]] = Object.entries(value["valueFrom"]);
  if (!isObject(reference)) return `from ${kind}`;
  const place = [reference["name"], reference["key"], reference["fieldPath"], reference["resource"]];
  return `from ${kind} ${place.filter((part) => typeof part === "string").join("/")}`;
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
