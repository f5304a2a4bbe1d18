import { variableOf } from "../runbook/ids.ts";
import { decisionTree, endsOf, truthFrom, type End } from "./decision-tree.ts";
import { conditionsByName, type Named } from "./expand-names.ts";
import { namesIn, type Node } from "./syntax.ts";
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
    const search = (fixed: ReadonlyMap<string, State>, left: readonly string[]): boolean => {
      trials += 1;
      const truth = trials > MAX_TRIALS ? true : truthFrom(tree, (end) => endUnder(end, fixed));
      const [variable, ...rest] = left;
      if (truth !== "unknown" || variable === undefined) return truth !== false;
      return statesOf(variable).some((state) => search(new Map(fixed).set(variable, state), rest));
    };
    return search(new Map(), variables);
  } catch {
    return true;
  }
}

/** `check.fail` and the like are known once the verdict is; a comparison that holds one inside is evaluated; everything else is open. */
function endUnder({ syntax, text }: End, fixed: ReadonlyMap<string, State>): Truth {
  if (syntax.op === "value") return typeof syntax.args === "boolean" ? syntax.args : "unknown";
  const field = verdictField(syntax);
  if (field !== null) return fixed.get(field.variable)?.[field.name] ?? "unknown";
  if (!/\.(?:pass|fail|decided)\b/.test(text)) return "unknown";
  return truthOf(text, Object.fromEntries(namesIn(syntax).map(({ name }) => [name, fixed.get(name) ?? {}])));
}

function verdictField(syntax: Node): { readonly variable: string; readonly name: string } | null {
  if (syntax.op !== ".") return null;
  const [owner, name] = syntax.args;
  return owner.op === "id" ? { variable: owner.args, name } : null;
}
