import { MARK, MARK_ANNOTATION, RESOURCE_VERSION } from "../../core/plan/plan.ts";
import type { Json } from "../../core/json.ts";
import type { ApiObject, PatchOperation } from "./objects.ts";

export const JSON_PATCH = "application/json-patch+json";

/** A JSON pointer's segment: "~" and "/" are written as "~0" and "~1" (RFC 6901). */
export function pointer(...segments: readonly string[]): string {
  return segments.map((segment) => "/" + segment.replaceAll("~", "~0").replaceAll("/", "~1")).join("");
}

export const GUARD_PATH = pointer("metadata", "resourceVersion");
export const ANNOTATIONS_PATH = pointer("metadata", "annotations");
export const MARK_PATH = pointer("metadata", "annotations", MARK_ANNOTATION);

/**
 * Guard, mark and change in one request: the server applies all of it, or nothing. `annotations` are set key by key, and removed where null;
 * other keys stay. Where the object has none yet, the map itself is added: that it has none belongs to the plan's identity then.
 */
export function guardedPatch(
  object: ApiObject,
  operations: readonly PatchOperation[],
  annotations: { readonly [key: string]: string | null } = {},
): readonly Json[] {
  const guard: PatchOperation = { op: "test", path: GUARD_PATH, value: RESOURCE_VERSION };
  const patch = [guard, ...annotate(object, { [MARK_ANNOTATION]: MARK, ...annotations }), ...operations];
  return patch.map((operation) => ({ ...operation }));
}

function annotate(
  object: ApiObject,
  annotations: { readonly [key: string]: string | null },
): readonly PatchOperation[] {
  const present = object.metadata.annotations;
  if (present === undefined) {
    const value = Object.fromEntries(Object.entries(annotations).filter(([, text]) => text !== null));
    return [{ op: "add", path: ANNOTATIONS_PATH, value }];
  }
  return Object.entries(annotations).flatMap(([key, value]): readonly PatchOperation[] => {
    const path = pointer("metadata", "annotations", key);
    if (value !== null) return [{ op: "add", path, value }];
    return key in present ? [{ op: "remove", path }] : [];
  });
}
