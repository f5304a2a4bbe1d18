import type { Expr } from "../expression.ts";
import { type Labels, labelsFromRecord, noLabels } from "../labels.ts";
import type { StepFunction } from "./function-definition.ts";

/** 1 where the vector is empty, with the labels that the selector asks for by `=`. */
export const absent: StepFunction = {
  over: "step",
  args: ["vector"],
  optionalArgs: 0,
  returns: "vector",
  evaluate: ([vector = []], { args }) => (vector.length > 0 ? [] : [{ labels: wantedLabels(args[0]), value: 1 }]),
};

/** Labels that a second matcher contradicts or repeats are left out. */
function wantedLabels(expr: Expr | undefined): Labels {
  if (expr?.type !== "selector") return noLabels;
  const wanted = new Map<string, string>();
  const seen = new Set<string>();
  for (const { name, op, value } of expr.matchers) {
    if (name === "__name__") continue;
    if (op === "=" && !seen.has(name)) {
      wanted.set(name, value);
      seen.add(name);
    } else {
      wanted.delete(name);
    }
  }
  return labelsFromRecord(Object.fromEntries(wanted));
}
