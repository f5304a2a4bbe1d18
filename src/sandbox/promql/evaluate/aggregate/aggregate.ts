import type { AggregateExpr } from "../../expression.ts";
import { dropLabels, keepLabels, type Labels, labelsKey, noLabels } from "../../labels.ts";
import type { Evaluation } from "../evaluation.ts";
import { scalarAt, type StepSeries } from "../steps.ts";
import { isSelection, selectFromGroups } from "./first-k.ts";
import type { Group } from "./group.ts";
import { reducers } from "./reducers.ts";

export function aggregate(expr: AggregateExpr, { steps, evaluate }: Evaluation): StepSeries[] {
  const parameters = expr.parameter === undefined ? undefined : evaluate(expr.parameter);
  const parameterAt = (step: number): number => (parameters === undefined ? 0 : scalarAt(parameters, step));
  const input = evaluate(expr.operand);
  const groups = groupSeries(input, expr);
  if (isSelection(expr.aggregator)) return selectFromGroups(expr.aggregator, groups, steps, parameterAt);

  const reduce = reducers[expr.aggregator];
  return groups
    .map(({ labels, members }) => ({
      labels,
      values: Array.from({ length: steps.count }, (_, step) => {
        const values = members.flatMap((series) => series.values[step] ?? []);
        return values.length === 0 ? undefined : reduce(values, parameterAt(step));
      }),
    }))
    .filter(({ values }) => values.some((value) => value !== undefined));
}

function groupSeries(input: readonly StepSeries[], { without, labels: names }: AggregateExpr): Group[] {
  const groups = new Map<string, Group>();
  for (const series of input) {
    const labels = groupLabels(series.labels, without, names);
    const key = labelsKey(labels);
    const group = groups.get(key) ?? { labels, members: [] };
    group.members.push(series);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function groupLabels(labels: Labels, without: boolean, names: readonly string[]): Labels {
  if (without) return dropLabels(labels, [...names, "__name__"]);
  return names.length === 0 ? noLabels : keepLabels(labels, names);
}
