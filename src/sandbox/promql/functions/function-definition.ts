import type { Point } from "../evaluate/select.ts";
import type { Sample } from "../evaluate/steps.ts";
import type { Expr, ValueType } from "../expression.ts";

/** A series' samples within a range, at least one, and the range's ends: (startMs, endMs]. */
export interface Window {
  points: readonly Point[];
  startMs: number;
  endMs: number;
}

interface Signature {
  args: readonly ValueType[];
  /** How many of the last arguments may be left out. */
  optionalArgs: number;
}

/** A function of each series' samples within a range; `scalars` are its other arguments in order. */
export interface RangeFunction extends Signature {
  over: "range";
  returns: "vector";
  keepsName: boolean;
  evaluate(window: Window, scalars: readonly number[]): number | undefined;
}

/** A function of its arguments' values at one step; a scalar is a single sample without labels. */
export interface StepFunction extends Signature {
  over: "step";
  returns: "scalar" | "vector";
  evaluate(values: readonly (readonly Sample[])[], call: { tMs: number; args: readonly Expr[] }): readonly Sample[];
}

export type FunctionDefinition = RangeFunction | StepFunction;

/** A function with a range as its only argument, which loses the metric's name. */
export function rangeFunction(evaluate: (window: Window) => number | undefined): RangeFunction {
  return { over: "range", args: ["range"], optionalArgs: 0, returns: "vector", keepsName: false, evaluate };
}

/** The value of a scalar argument. */
export function scalarOf(samples: readonly Sample[] | undefined): number {
  return samples?.[0]?.value ?? Number.NaN;
}
