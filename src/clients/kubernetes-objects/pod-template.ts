import { canonicalJson } from "../../core/digest/canonical-json.ts";
import { sha256Hex } from "../../core/digest/sha256.ts";
import type { Json, JsonObject } from "../../core/json.ts";

const HASH_LABEL = "pod-template-hash";

/** A pod template as a Deployment holds it: a ReplicaSet's, less the label that its controller added. Nothing else changes. */
export function plainTemplate(template: JsonObject): JsonObject {
  const metadata = asObject(template["metadata"]);
  const labels = asObject(metadata["labels"]);
  if (!(HASH_LABEL in labels)) return template;
  const { [HASH_LABEL]: _hash, ...kept } = labels;
  return { ...template, metadata: { ...metadata, labels: kept } };
}

/** Equal for templates that are the same but for the controller's label, the order of keys, and fields that are null, which the API takes for absent. */
export function templateHash(template: JsonObject): string {
  return sha256Hex(canonicalJson(withoutNulls(plainTemplate(template))));
}

function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const fields = Object.entries(value).filter(([, field]) => field !== null);
  return Object.fromEntries(fields.map(([key, field]) => [key, withoutNulls(field)]));
}

/** The object at hand, or an empty one for anything else. */
export function asObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
