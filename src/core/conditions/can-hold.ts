import { variableOf } from "../runbook/ids.ts";
import { compile } from "./compile.ts";
import { expandNames, type Named } from "./expand-names.ts";
import { namesIn } from "./syntax.ts";
import { truthOf } from "./truth.ts";

/** What a check can be in the eyes of conditions; its other fields are open. */
const STATES = [
  { decided: true, pass: true, fail: false },
  { decided: true, pass: false, fail: true },
  { decided: false },
] as const;

/** More trials than any real condition needs; beyond, it is given the benefit of the doubt. */
const MAX_TRIALS = 5_000;

/**
 * Whether some combination of verdicts leaves a condition true or open. Verdicts are fixed one check after the other: where the condition is false with
 * the rest still open, it is so for all of the rest. A condition that cannot be read can hold as far as this is concerned.
 */
export function canHold(named: Named, condition: string, checks: readonly string[]): boolean {
  let expanded: string;
  let variables: readonly string[];
  try {
    expanded = expandNames(named, condition);
    const names = new Set(namesIn(compile(expanded).syntax).map(({ name }) => name));
    variables = checks.map(variableOf).filter((variable) => names.has(variable));
  } catch {
    return true;
  }
  const open = Object.fromEntries([...variables, "params"].map((variable) => [variable, {}]));
  let trials = 0;
  const search = (context: Readonly<Record<string, object>>, left: readonly string[]): boolean => {
    trials += 1;
    if (trials > MAX_TRIALS) return true;
    const truth = truthOf(expanded, context);
    if (truth === false) return false;
    const [variable, ...rest] = left;
    if (truth === true || variable === undefined) return true;
    return STATES.some((state) => search({ ...context, [variable]: state }, rest));
  };
  return search(open, variables);
}
