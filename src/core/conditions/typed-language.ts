import type { Environment } from "@marcbachmann/cel-js";
import type { z } from "zod";
import { variableOf } from "../runbook/ids.ts";
import { conditionLanguage, registerChangedBefore, TIMESTAMP } from "./cel-language.ts";
import { isUsableName } from "./reserved-names.ts";
import { fieldTypes, parameterType } from "./field-types.ts";

/** A language that knows the type of every name, to check conditions when they are read. */
export interface TypedLanguage {
  readonly environment: Environment;
  /** The fields of each variable that has some; a variable whose fields are not known has none here. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
  /** Every name that a condition may use. */
  readonly names: readonly string[];
}

const FIELD = /^[A-Za-z_]\w*$/;

/** What every check has besides what its probe observes. */
const OF_EACH_CHECK = { decided: "bool", unreachable: "bool", pass: "bool", fail: "bool" } as const;

/** What a runbook's conditions may name. A check whose probe is not known may be read as anything, and so may a parameter without a type. */
export interface Nameable {
  readonly checks: readonly { readonly id: string; readonly observed: z.ZodObject | null }[];
  /** null where it cannot be told which there are: any may be named then. */
  readonly parameters: readonly { readonly name: string; readonly type: string | null }[] | null;
  /** Ids of definitions and causes. */
  readonly conditions: readonly string[];
}

/** The language of a runbook's definitions, causes, requirements and escalation. */
export function runbookLanguage({ checks, parameters, conditions }: Nameable): TypedLanguage {
  const environment = conditionLanguage({ strict: true });
  const fields = new Map<string, readonly string[]>();
  for (const { id, observed } of checks) {
    const variable = variableOf(id);
    if (!isUsableName(variable) || environment.hasVariable(variable)) continue;
    if (observed === null) {
      environment.registerVariable(variable, "dyn");
      continue;
    }
    const types: Readonly<Record<string, string>> = {
      ...fieldTypes(observed, environment, `check_${variable}`),
      ...OF_EACH_CHECK,
    };
    environment.registerType(`check_${variable}`, { fields: types });
    environment.registerVariable(variable, `check_${variable}`);
    if (types["changedAt"] === TIMESTAMP) registerChangedBefore(environment, `check_${variable}`);
    fields.set(variable, Object.keys(types));
  }
  if (parameters === null) environment.registerVariable("params", "dyn");
  else {
    const types = Object.fromEntries(
      parameters
        .filter(({ name }) => FIELD.test(variableOf(name)))
        .map(({ name, type }) => [variableOf(name), type === null ? "dyn" : parameterType(type)]),
    );
    environment.registerType("parameters", { fields: types });
    environment.registerVariable("params", "parameters");
    fields.set("params", Object.keys(types));
  }
  for (const id of conditions) {
    if (isUsableName(variableOf(id)) && !environment.hasVariable(variableOf(id)))
      environment.registerVariable(variableOf(id), "bool");
  }
  const names = [...checks.map(({ id }) => id), ...conditions].map(variableOf).filter(isUsableName);
  return { environment, fields, names: [...names, "params"] };
}

/** The language of a check's own `pass`, `fail` and `warn`. */
export function checkLanguage(observed: z.ZodObject): TypedLanguage {
  const environment = conditionLanguage({ strict: true });
  const types = fieldTypes(observed, environment, "observed");
  for (const [name, type] of Object.entries(types)) environment.registerVariable(name, type);
  return { environment, fields: new Map(), names: Object.keys(types) };
}
