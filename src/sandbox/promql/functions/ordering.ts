import type { StepFunction } from "./function-definition.ts";

/** Ascending by value, NaN last. Only an instant query shows the order. */
export const sort = ordering((a, b) => a - b);

/** Descending by value, NaN last. */
export const sortDesc = ordering((a, b) => b - a);

function ordering(difference: (a: number, b: number) => number): StepFunction {
  return {
    over: "step",
    args: ["vector"],
    optionalArgs: 0,
    returns: "vector",
    evaluate: ([vector = []]) =>
      vector.toSorted(({ value: a }, { value: b }) => {
        if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
        return a === b ? 0 : difference(a, b);
      }),
  };
}
