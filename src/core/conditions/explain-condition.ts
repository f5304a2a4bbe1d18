import type { Context } from "@marcbachmann/cel-js";
import { decidingEnds, decisionTree, fieldsIn, truthWith, type Decision } from "./decision-tree.ts";
import { conditionsByName, type Named } from "./expand-names.ts";
import { inWords } from "./in-words.ts";
import { valueOf, type Truth } from "./truth.ts";

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
    const tree = decisionTree(condition, conditionsByName(runbook), context);
    const truth = truthWith(tree, null, false);
    const seen = new Map<string, DecidingPart>();
    for (const end of decidingEnds(tree)) {
      seen.set(end.text, {
        text: end.text,
        truth: end.truth,
        values: fieldsIn(end.syntax).map((field) => ({ field, value: inWords(valueOf(field, context)) })),
        flips: others(end.truth).some((other) => truthWith(tree, end, other) !== truth),
      });
    }
    return { truth, deciding: [...seen.values()] };
  } catch {
    return { truth: "unknown", deciding: [] };
  }
}

function others(truth: Extract<Decision, { kind: "end" }>["truth"]): readonly Truth[] {
  return truth === "unknown" ? [true, false] : [!truth];
}
