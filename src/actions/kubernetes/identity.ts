import { canonicalJson } from "../../core/digest/canonical-json.ts";
import { sha256Hex } from "../../core/digest/sha256.ts";
import type { Json, JsonObject } from "../../core/json.ts";
import { asObject } from "../../clients/kubernetes-objects/pod-template.ts";

/** The fields that a plan reads or writes, by the name that an operator knows them by. */
export type IdentityFields = { readonly [field: string]: Json };

/** Tells whether the object is still the one that was approved: uid and the plan's fields; not what autoscalers and status move. */
export function identityOf(uid: string, fields: IdentityFields): string {
  return sha256Hex(canonicalJson({ uid, fields }));
}

/** A hash for each field, kept with the plan so that a refusal can name what moved without keeping any value. */
export function fieldHashes(uid: string, fields: IdentityFields): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).map(([field, value]) => [field, identityOf(uid, { [field]: value })]),
  );
}

/** The names of the fields that are not as they were when `before` was taken by `fieldHashes`. */
export function movedFields(before: Json | undefined, uid: string, fields: IdentityFields): readonly string[] {
  const was = asObject(before);
  const now = fieldHashes(uid, fields);
  return Object.keys({ ...was, ...now }).filter((field) => was[field] !== now[field]);
}
