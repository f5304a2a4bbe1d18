import type { ValueType } from "../expression.ts";
import { dropMetricName } from "../labels.ts";
import { scalarOf, type StepFunction } from "./function-definition.ts";

/** A function of each element's value; `scalars` are the arguments behind the vector. */
function elementwise(
  compute: (value: number, scalars: readonly number[]) => number,
  scalarArgs: readonly ValueType[] = [],
  optionalArgs = 0,
): StepFunction {
  return {
    over: "step",
    args: ["vector", ...scalarArgs],
    optionalArgs,
    returns: "vector",
    evaluate: ([vector = [], ...rest]) => {
      const scalars = rest.map(scalarOf);
      return vector.map(({ labels, value }) => ({ labels: dropMetricName(labels), value: compute(value, scalars) }));
    },
  };
}

export const abs = elementwise(Math.abs);
export const ceil = elementwise(Math.ceil);
export const floor = elementwise(Math.floor);
export const exp = elementwise(Math.exp);
export const sqrt = elementwise(Math.sqrt);
export const ln = elementwise(Math.log);
export const log2 = elementwise(Math.log2);
export const log10 = elementwise(Math.log10);
export const sgn = elementwise((value) => (value < 0 ? -1 : value > 0 ? 1 : value));

/** To the nearest multiple; ties upwards. */
export const round = elementwise(
  (value, [toNearest = 1]) => {
    const inverse = 1 / toNearest;
    return Math.floor(value * inverse + 0.5) / inverse;
  },
  ["scalar"],
  1,
);

export const clampMin = elementwise((value, [low = Number.NaN]) => larger(low, value), ["scalar"]);

export const clampMax = elementwise((value, [high = Number.NaN]) => smaller(high, value), ["scalar"]);

const clampEach = elementwise(
  (value, [low = Number.NaN, high = Number.NaN]) => larger(low, smaller(high, value)),
  ["scalar", "scalar"],
);

/** Nothing at all where the bounds are the wrong way round. */
export const clamp: StepFunction = {
  ...clampEach,
  evaluate: (values, call) => (scalarOf(values[2]) < scalarOf(values[1]) ? [] : clampEach.evaluate(values, call)),
};

/** Go's math.Max: +Inf wins over NaN. */
function larger(a: number, b: number): number {
  return a === Infinity || b === Infinity ? Infinity : Math.max(a, b);
}

/** Go's math.Min: -Inf wins over NaN. */
function smaller(a: number, b: number): number {
  return a === -Infinity || b === -Infinity ? -Infinity : Math.min(a, b);
}
