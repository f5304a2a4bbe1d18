import { Environment } from "@marcbachmann/cel-js";

export const TIMESTAMP = "google.protobuf.Timestamp";
export const DURATION = "google.protobuf.Duration";

/** Far above any condition that a person writes; bounds what reading a hostile file costs. */
const LIMITS = { maxAstNodes: 2_000, maxDepth: 200, maxListElements: 200, maxMapEntries: 50, maxCallArguments: 16 };

/**
 * The dialect of all conditions: CEL in which every number of an observation is a double, so that `total - 1` and `ready == 3` are written as
 * they are thought, and every value may be compared with null. Undeclared names are dynamic unless `strict`.
 */
export function conditionLanguage({ strict }: { readonly strict: boolean }): Environment {
  const language = new Environment({
    unlistedVariablesAreDyn: !strict,
    homogeneousAggregateLiterals: false,
    limits: LIMITS,
  });
  for (const [left, right] of [
    ["int", "double"],
    ["double", "int"],
  ]) {
    language.registerOperator(`${left} + ${right}: double`, (a: Num, b: Num) => Number(a) + Number(b));
    language.registerOperator(`${left} - ${right}: double`, (a: Num, b: Num) => Number(a) - Number(b));
    language.registerOperator(`${left} * ${right}: double`, (a: Num, b: Num) => Number(a) * Number(b));
    language.registerOperator(`${left} / ${right}: double`, (a: Num, b: Num) => Number(a) / Number(b));
  }
  language.registerOperator("int == double: bool", (a: Num, b: Num) => Number(a) === Number(b));
  for (const type of ["bool", "double", "string", "list<dyn>", TIMESTAMP, DURATION]) {
    language.registerOperator(`${type} == null: bool`, isNull);
  }
  if (!strict) registerChangedBefore(language, "map");
  return language;
}

/** What has a type with fields, or one of those above, is not null: null has a type of its own, which the language knows how to compare. */
export function isNull(): boolean {
  return false;
}

/** The language in which conditions are evaluated: what a check observed may be of any type, and a quotient by zero is unknown. */
export function evaluatingLanguage(): Environment {
  return conditionLanguage({ strict: false }).registerFunction("quotient(dyn, dyn): dyn", (a: Num, b: Num) => {
    if (Number(b) === 0) throw new Error("division by zero");
    return typeof a === "bigint" && typeof b === "bigint" ? a / b : Number(a) / Number(b);
  });
}

/** `rollout.changedBefore(error_rate.onsetAt)`: whether it changed at that time or earlier; unknown where either is. */
export function registerChangedBefore(language: Environment, receiverType: string): void {
  language.registerFunction({
    name: "changedBefore",
    receiverType,
    returnType: "bool",
    params: [{ name: "time", type: TIMESTAMP }],
    handler: ({ changedAt }: Readonly<Record<string, unknown>>, time: Date) => {
      if (!(changedAt instanceof Date)) throw new Error("when it changed is not known");
      return changedAt.getTime() <= time.getTime();
    },
  });
}

type Num = number | bigint;
