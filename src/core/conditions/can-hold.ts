import type { Context } from "@marcbachmann/cel-js";
import { variableOf } from "../runbook/ids.ts";
import { decisionTree, endsOf, truthFrom } from "./decision-tree.ts";
import { conditionsByName, type Named } from "./expand-names.ts";
import { namesIn } from "./syntax.ts";
import { truthOf, type Truth } from "./truth.ts";

type State = { readonly [field: string]: boolean };

/** What a check can be in the eyes of conditions; its other fields are open. */
const DECIDED: readonly State[] = [
  { decided: true, pass: true, fail: false },
  { decided: true, pass: false, fail: true },
];

const UNDECIDED: State = { decided: false };

/** More trials than any real condition needs; beyond, it is given the benefit of the doubt. */
const MAX_TRIALS = 5_000;

/**
 * Whether some combination of verdicts leaves a condition true or open. Verdicts are fixed one check after the other: where the condition is false with
 * the rest still open, it is so for all of the rest. A condition that cannot be read can hold as far as this is concerned.
 */
export function canHold(named: Named, condition: string, checks: readonly string[]): boolean {
  try {
    const tree = decisionTree(condition, conditionsByName(named));
    const ends = endsOf(tree);
    const names = new Set(ends.flatMap(({ syntax }) => namesIn(syntax).map(({ name }) => name)));
    const variables = checks.map(variableOf).filter((variable) => names.has(variable));
    // What holds while a check is undecided holds also when it is decided either way, unless its being undecided is itself what is asked.
    const statesOf = (variable: string): readonly State[] =>
      ends.some(({ text }) => text.includes(`${variable}.decided`) || text.includes(`${variable}.unreachable`))
        ? [...DECIDED, UNDECIDED]
        : DECIDED;
    let trials = 0;
    const search = (context: Context, left: readonly string[]): boolean => {
      trials += 1;
      const truth = trials > MAX_TRIALS ? true : truthFrom(tree, ({ text }) => endUnder(text, context));
      const [variable, ...rest] = left;
      if (truth !== "unknown" || variable === undefined) return truth !== false;
      return statesOf(variable).some((state) => search({ ...context, [variable]: state }, rest));
    };
    return search({}, variables);
  } catch {
    return true;
  }
}

/** What names a verdict is known once the verdict is, as a comparison with one inside; everything else but a plain truth is open. */
function endUnder(text: string, context: Context): Truth {
  return /\.(?:pass|fail|decided)\b|^(?:true|false)$/.test(text) ? truthOf(text, context) : "unknown";
}
