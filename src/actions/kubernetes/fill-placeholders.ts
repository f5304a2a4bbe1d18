import { MARK, MARK_ANNOTATION, RESOURCE_VERSION } from "../../core/plan/plan.ts";
import type { Json, JsonObject } from "../../core/json.ts";
import { ANNOTATIONS_PATH, GUARD_PATH, MARK_PATH } from "./guarded-patch.ts";
import { asObject, isObject } from "../../clients/kubernetes-objects/pod-template.ts";

/**
 * The approved patch with its two placeholders filled, each only where `guardedPatch` puts it: a template that happens to hold the same text
 * is sent as it is.
 */
export function fillPlaceholders(body: Json, resourceVersion: string, mark: string): readonly Json[] {
  if (!Array.isArray(body)) throw new TypeError("A guarded write's body is a list of patch operations");
  return body.map((operation: Json) => (isObject(operation) ? fill(operation, resourceVersion, mark) : operation));
}

function fill(operation: JsonObject, resourceVersion: string, mark: string): JsonObject {
  const { path, value } = operation;
  if (path === GUARD_PATH && value === RESOURCE_VERSION) return { ...operation, value: resourceVersion };
  if (path === MARK_PATH && value === MARK) return { ...operation, value: mark };
  if (path === ANNOTATIONS_PATH && asObject(value)[MARK_ANNOTATION] === MARK) {
    return { ...operation, value: { ...asObject(value), [MARK_ANNOTATION]: mark } };
  }
  return operation;
}
