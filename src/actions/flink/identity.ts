import { canonicalJson } from "../../core/digest/canonical-json.ts";
import { sha256Hex } from "../../core/digest/sha256.ts";
import type { JsonObject } from "../../core/json.ts";

/** Tells whether what a plan rests on is still as it was when it was approved. */
export function identityOf(facts: JsonObject): string {
  return sha256Hex(canonicalJson(facts));
}
