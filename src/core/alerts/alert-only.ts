import type { Json, JsonObject } from "../json.ts";
import { wholePlace } from "../runbook/render-args.ts";
import type { Runbook } from "../runbook/runbook.ts";

/**
 * The parameters whose value nobody but an alert's label says: neither the operator nor the environment, nor the runbook by its default. A label tells
 * what a rule was about; that there is such a thing is for whoever runs the platform to say.
 */
export function alertOnly(
  { parameters }: Pick<Runbook, "parameters">,
  ofAlert: Readonly<Record<string, string>>,
  given: Readonly<Record<string, string>>,
  environmentDefaults: Readonly<Record<string, string | number | boolean>>,
): readonly string[] {
  return Object.entries(ofAlert)
    .filter(([name, value]) => {
      if (Object.hasOwn(given, name)) return false;
      const standard: Json = Object.hasOwn(environmentDefaults, name)
        ? (environmentDefaults[name] ?? null)
        : (parameters[name]?.default ?? null);
      return standard === null || String(standard) !== value;
    })
    .map(([name]) => name);
}

/** The arguments of a mitigation that are nothing but such a parameter, each with the parameter's name. */
export function alertOnlyArguments(args: JsonObject, parameters: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(args).flatMap(([argument, value]) => {
      const parameter = typeof value === "string" ? wholePlace(value) : null;
      return parameter !== null && parameters.includes(parameter) ? [[argument, parameter] as const] : [];
    }),
  );
}
