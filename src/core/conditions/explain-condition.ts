import type { Context } from "@marcbachmann/cel-js";
import { decidingEnds, decisionTree, endsOf, fieldsIn, truthFrom, type End } from "./decision-tree.ts";
import { conditionsByName, type Named } from "./expand-names.ts";
import { inWords } from "./in-words.ts";
import { truthOf, valueOf, type Truth } from "./truth.ts";

/** One comparison at the end of a condition, that made it what it is. */
export interface DecidingPart {
  readonly text: string;
  readonly truth: Truth;
  /** What it read, e.g. `pods.ready` and "3"; "unknown" where nothing was known. */
  readonly values: readonly { readonly field: string; readonly value: string }[];
  /** Whether the whole would be another if this part alone were. */
  readonly flips: boolean;
}

export interface Explanation {
  readonly truth: Truth;
  readonly deciding: readonly DecidingPart[];
}

/** Why a condition is true, false or unknown, with definitions and causes followed to the fields behind them. Never throws. */
export function explainCondition(runbook: Named, condition: string, context: Context): Explanation {
  try {
    const tree = decisionTree(condition, conditionsByName(runbook));
    const truths = new Map(endsOf(tree).map((end) => [end, truthOf(end.text, context)]));
    const told = (end: End): Truth => truths.get(end) ?? "unknown";
    const truth = truthFrom(tree, told);
    const deciding = new Map<string, DecidingPart>();
    for (const end of decidingEnds(tree, told)) {
      const other = (value: Truth) =>
        truthFrom(tree, (candidate) => (candidate.text === end.text ? value : told(candidate)));
      deciding.set(end.text, {
        text: end.text,
        truth: told(end),
        values: fieldsIn(end.syntax).map((field) => ({ field, value: inWords(valueOf(field, context)) })),
        flips: others(told(end)).some((value) => other(value) !== truth),
      });
    }
    return { truth, deciding: [...deciding.values()] };
  } catch {
    return { truth: "unknown", deciding: [] };
  }
}

function others(truth: Truth): readonly Truth[] {
  return truth === "unknown" ? [true, false] : [!truth];
}
