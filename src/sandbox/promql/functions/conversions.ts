import { dropMetricName, noLabels } from "../labels.ts";
import { scalarOf, type StepFunction } from "./function-definition.ts";

/** The evaluation's time, in seconds. */
export const time: StepFunction = {
  over: "step",
  args: [],
  optionalArgs: 0,
  returns: "scalar",
  evaluate: (_, { tMs }) => [{ labels: noLabels, value: tMs / 1000 }],
};

/** The time of each element, in seconds. Of a selector it is the sample's own time, which the caller of functions sees to. */
export const timestamp: StepFunction = {
  over: "step",
  args: ["vector"],
  optionalArgs: 0,
  returns: "vector",
  evaluate: ([vector = []], { tMs }) =>
    vector.map(({ labels }) => ({ labels: dropMetricName(labels), value: tMs / 1000 })),
};

export const vector: StepFunction = {
  over: "step",
  args: ["scalar"],
  optionalArgs: 0,
  returns: "vector",
  evaluate: ([scalar]) => [{ labels: noLabels, value: scalarOf(scalar) }],
};

/** The value of a vector's only element; NaN when there are none or several. */
export const scalar: StepFunction = {
  over: "step",
  args: ["vector"],
  optionalArgs: 0,
  returns: "scalar",
  evaluate: ([elements = []]) => [{ labels: noLabels, value: elements.length === 1 ? scalarOf(elements) : Number.NaN }],
};
