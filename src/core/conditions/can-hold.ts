import { variableOf } from "../runbook/ids.ts";
import { compile } from "./compile.ts";
import { expandNames, type Named } from "./expand-names.ts";
import { namesIn } from "./syntax.ts";
import { truthOf } from "./truth.ts";

/** What a check can be in the eyes of conditions; its other fields are open. */
const DECIDED = [
  { decided: true, pass: true, fail: false },
  { decided: true, pass: false, fail: true },
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
  // What holds while a check is undecided holds also when it is decided either way, unless its being undecided is itself what is asked.
  const statesOf = (variable: string): readonly object[] =>
    new RegExp(`\\b${variable}\\.(?:decided|unreachable)\\b`).test(expanded)
      ? [...DECIDED, { decided: false }]
      : DECIDED;
  let trials = 0;
  const search = (context: Readonly<Record<string, object>>, left: readonly string[]): boolean => {
    trials += 1;
    if (trials > MAX_TRIALS) return true;
    const truth = truthOf(expanded, context);
    if (truth === false) return false;
    const [variable, ...rest] = left;
    if (truth === true || variable === undefined) return true;
    return statesOf(variable).some((state) => search({ ...context, [variable]: state }, rest));
  };
  return search(open, variables);
}
