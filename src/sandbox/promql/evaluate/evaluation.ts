import type { Expr } from "../expression.ts";
import type { SeriesSource } from "../series-source.ts";
import type { Steps, StepSeries } from "./steps.ts";

/** What the evaluation of an expression has at hand. */
export interface Evaluation {
  steps: Steps;
  source: SeriesSource;
  /** Evaluates an operand that is a scalar or an instant vector. */
  evaluate: (expr: Expr) => StepSeries[];
}
