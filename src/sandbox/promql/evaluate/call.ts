import { type CallExpr, withoutParentheses } from "../expression.ts";
import type { RangeFunction } from "../functions/function-definition.ts";
import { promQLFunctions } from "../functions/function-table.ts";
import { PromQLError } from "../error.ts";
import { dropMetricName } from "../labels.ts";
import { byStep } from "./by-step.ts";
import { rejectDuplicates } from "./duplicates.ts";
import type { Evaluation } from "./evaluation.ts";
import { evaluateSelector, pointsInRange, selectSeries } from "./select.ts";
import { samplesAt, scalarAt, stepTimes, type StepSeries } from "./steps.ts";

export function evaluateCall(call: CallExpr, evaluation: Evaluation): StepSeries[] {
  const definition = promQLFunctions.get(call.name);
  if (definition === undefined) throw new PromQLError("unsupported", `function ${call.name} is not supported here`);
  if (definition.over === "range") return overRange(call, definition, evaluation);

  const args = call.args.map(withoutParentheses);
  const [only] = args;
  if (call.name === "timestamp" && only?.type === "selector") {
    return byStepOf(timestamps(evaluateSelector(only, evaluation.steps, evaluation.source, "seconds")), evaluation);
  }
  const matrices = args.map((arg) => evaluation.evaluate(arg));
  return byStep(evaluation.steps, (step, tMs) =>
    definition.evaluate(
      matrices.map((matrix) => samplesAt(matrix, step)),
      { tMs, args },
    ),
  );
}

/** A function of one series' samples within a range; the other arguments are scalars. */
function overRange(call: CallExpr, definition: RangeFunction, evaluation: Evaluation): StepSeries[] {
  const { steps, source } = evaluation;
  const args = call.args.map(withoutParentheses);
  const range = args.find((arg) => arg.type === "range");
  if (range === undefined) throw new PromQLError("parse", `${call.name} needs a range vector`, call.position);
  const scalars = args.filter((arg) => arg !== range).map((arg) => evaluation.evaluate(arg));

  const matrix: StepSeries[] = [];
  for (const { labels, samples } of selectSeries(range.selector, range.rangeMs, steps, source)) {
    const values = stepTimes(steps).map((tMs, step) => {
      const points = pointsInRange(range, samples, tMs);
      if (points.length === 0) return undefined;
      const endMs = tMs - range.selector.offsetMs;
      return definition.evaluate(
        { points, startMs: endMs - range.rangeMs, endMs },
        scalars.map((scalar) => scalarAt(scalar, step)),
      );
    });
    if (values.every((value) => value === undefined)) continue;
    matrix.push({ labels: definition.keepsName ? labels : dropMetricName(labels), values });
  }
  rejectDuplicates(matrix);
  return matrix;
}

function timestamps(matrix: readonly StepSeries[]): StepSeries[] {
  return matrix.map(({ labels, values }) => ({ labels: dropMetricName(labels), values }));
}

function byStepOf(matrix: readonly StepSeries[], { steps }: Evaluation): StepSeries[] {
  return byStep(steps, (step) => samplesAt(matrix, step));
}
