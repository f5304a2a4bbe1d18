import { expect, test } from "vitest";
import { autoscalerWarnings, describeAutoscaler } from "../../../src/actions/kubernetes/autoscaler-range.ts";
import { autoscaler } from "./fixtures.ts";

test("an autoscaler is told with its range; a minimum that is not said is one, as the API defines it", () => {
  const { metadata, spec } = autoscaler(2, 10);
  const { minReplicas: _unsaid, ...rest } = spec;
  expect(describeAutoscaler({ metadata, spec })).toBe("autoscaler feature-api (2 to 10 replicas)");
  expect(describeAutoscaler({ metadata, spec: rest })).toBe("autoscaler feature-api (1 to 10 replicas)");
});

test.each([
  ["none", { readable: true as const, value: [] }, []],
  [
    "each",
    { readable: true as const, value: [autoscaler(2, 10), autoscaler(1, 3)] },
    [
      "autoscaler feature-api (2 to 10 replicas) sets the number of pods, and may change it meanwhile",
      "autoscaler feature-api (1 to 3 replicas) sets the number of pods, and may change it meanwhile",
    ],
  ],
  [
    "unknown",
    { readable: false as const, problem: "list autoscalers: not allowed" },
    ["whether an autoscaler sets the replicas is unknown: list autoscalers: not allowed"],
  ],
])("before pods are replaced autoscalers are warned of: %s", (_, autoscalers, warnings) => {
  expect(autoscalerWarnings(autoscalers)).toEqual(warnings);
});
