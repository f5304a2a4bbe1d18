import { canonicalJson } from "../../core/digest/canonical-json.ts";
import { sha256Hex } from "../../core/digest/sha256.ts";
import type { Json } from "../../core/json.ts";

/** 32 hexadecimal digits, as Flink's ids are; the same for the same parts, which must therefore hold the moment. */
export function freshId(...parts: readonly Json[]): string {
  return sha256Hex(canonicalJson([...parts])).slice(0, 32);
}
