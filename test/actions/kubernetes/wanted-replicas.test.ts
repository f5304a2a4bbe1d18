import { describe, expect, test } from "vitest";
import { wantedReplicas } from "../../../src/actions/kubernetes/wanted-replicas.ts";
import { autoscaler, deployment, scene } from "./fixtures.ts";

const applied = (text: string) => {
  const plain = deployment({ replicas: 0 });
  const annotations = { "kubectl.kubernetes.io/last-applied-configuration": text };
  return { ...plain, metadata: { ...plain.metadata, annotations } };
};
const scaler = { readable: true as const, value: [autoscaler(2, 10)] };

describe("how many replicas", () => {
  test.each([
    ["as asked, before all else", 4, scene({ autoscalers: scaler, deployment: applied('{"spec":{"replicas":3}}') }), 4],
    ["zero can be asked for", 0, scene(), 0],
    [
      "the autoscaler's minimum",
      null,
      scene({ autoscalers: scaler, deployment: applied('{"spec":{"replicas":3}}') }),
      2,
    ],
    ["what was applied", null, scene({ deployment: applied('{"spec":{"replicas":3}}') }), 3],
  ])("%s", (_, asked, before, replicas) => {
    expect(wantedReplicas(asked, before).replicas).toBe(replicas);
  });

  test.each([
    ["nothing says", scene()],
    ["none was applied", scene({ deployment: applied('{"spec":{}}') })],
    ["zero was applied", scene({ deployment: applied('{"spec":{"replicas":0}}') })],
    ["the applied configuration is no JSON", scene({ deployment: applied("{") })],
  ])("refused: %s", (_, before) => {
    expect(() => wantedReplicas(null, before)).toThrow(expect.objectContaining({ name: "PlanRefusal" }));
  });
});
