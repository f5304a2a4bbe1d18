import { formatDuration, parseDuration } from "../duration.ts";
import type { Json } from "../json.ts";
import { nearestName } from "../source/nearest-name.ts";
import type { Parameter, Runbook } from "./runbook.ts";

export type ResolvedParameters =
  | { readonly ok: true; readonly parameters: { readonly [name: string]: Json } }
  /** A line each, as the operator should read it. */
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * The values of a run's parameters: given ones, else the environment's, else the runbook's defaults, each of its type; durations in their shortest form.
 * An environment may set parameters of other runbooks too; a given one must be of this.
 */
export function resolveParameters(
  runbook: Runbook,
  environmentDefaults: Readonly<Record<string, string | number | boolean>>,
  given: Readonly<Record<string, string>>,
): ResolvedParameters {
  const names = Object.keys(runbook.parameters);
  const problems = Object.keys(given)
    .filter((name) => !names.includes(name))
    .map((name) => {
      const near = nearestName(name, names);
      return `runbook ${runbook.name} has no parameter ${name}${near === null ? "" : `; did you mean ${near}?`}`;
    });
  const values = Object.entries(runbook.parameters).map(([name, parameter]) => {
    const own = Object.hasOwn(given, name) ? given[name] : undefined;
    const standard = Object.hasOwn(environmentDefaults, name) ? environmentDefaults[name] : undefined;
    const written = own ?? standard ?? parameter.default;
    if (written === null) {
      if (parameter.required) problems.push(`parameter ${name} must be given: --param ${name}=… (${parameter.type})`);
      return [name, null] as const;
    }
    const from = own === undefined && standard !== undefined ? " (set by the environment)" : "";
    const problem = valueProblem(parameter, written as string | number | boolean);
    if (problem !== null) problems.push(`parameter ${name}${from} ${problem}`);
    return [name, problem === null ? typed(parameter, written as string | number | boolean) : null] as const;
  });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, parameters: Object.fromEntries(values) };
}

/** Why a parameter cannot have a value, to stand after its name; null: it can. */
export function valueProblem(parameter: Parameter, written: string | number | boolean): string | null {
  const hidden = /\p{Surrogate}|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/u.exec(String(written));
  if (hidden !== null) {
    const code = (hidden[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    return `holds U+${code}, which no value has: it is no character that is written`;
  }
  return typed(parameter, written) === null ? `must be ${KINDS[parameter.type]}, not ${JSON.stringify(written)}` : null;
}

const KINDS: Readonly<Record<Parameter["type"], string>> = {
  string: "a text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  duration: "a duration such as 90s, 2m or 1h30m",
};

/** The value of the parameter's type; null where it is none. A number on the command line is text first. */
function typed({ type }: Parameter, written: string | number | boolean): Json {
  const text = String(written).trim();
  switch (type) {
    case "string":
      return String(written);
    case "boolean":
      return text === "true" ? true : text === "false" ? false : null;
    case "duration": {
      const ms = parseDuration(text);
      return ms === null ? null : formatDuration(ms);
    }
    default: {
      const value = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/.test(text) ? Number(text) : NaN;
      return Number.isFinite(value) && (type === "number" || Number.isSafeInteger(value)) ? value : null;
    }
  }
}
