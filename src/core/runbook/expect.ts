import type { JsonObject } from "../json.ts";
import type { Check } from "./runbook.ts";

const CONDITIONS = ["pass", "fail", "warn"] as const;

/** The probe's own arguments: without the conditions that stand among them. */
export function argsOf(written: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(written).filter(([name]) => !(CONDITIONS as readonly string[]).includes(name)),
  );
}

/** The conditions that stand among a probe's arguments. */
export function expectOf(written: JsonObject): Check["expect"] {
  const condition = (name: string): string | null => (typeof written[name] === "string" ? written[name] : null);
  return { pass: condition("pass"), fail: condition("fail"), warn: condition("warn") };
}

/** What stands where a condition should, by name, whatever it is. */
export function writtenConditions(written: JsonObject): readonly (readonly [name: string, value: unknown])[] {
  return CONDITIONS.flatMap((name) => (Object.hasOwn(written, name) ? [[name, written[name]] as const] : []));
}
