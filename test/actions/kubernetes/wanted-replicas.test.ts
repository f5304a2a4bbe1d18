import { describe, expect, test } from "vitest";
import { multipliedReplicas, wantedReplicas } from "../../../src/actions/kubernetes/wanted-replicas.ts";
import { refusal } from "./expected.ts";
import { autoscaler, deployment, scene } from "./fixtures.ts";

const applied = (text: string) => {
  const plain = deployment({ replicas: 0 });
  const annotations = { "kubectl.kubernetes.io/last-applied-configuration": text };
  return { ...plain, metadata: { ...plain.metadata, annotations } };
};
const scaler = { readable: true as const, value: [autoscaler(2, 10)] };

const unread = { readable: false as const, problem: "list autoscalers: not allowed" };
const three = applied('{"spec":{"replicas":3}}');

describe("how many replicas", () => {
  test.each([
    ["as asked, before all else", 4, scene({ autoscalers: scaler, deployment: three }), 4, "as asked"],
    ["zero can be asked for", 0, scene(), 0, "as asked"],
    [
      "the autoscaler's minimum",
      null,
      scene({ autoscalers: scaler, deployment: three }),
      2,
      "the minimum of autoscaler feature-api",
    ],
    ["what was applied", null, scene({ deployment: three }), 3, "as last applied with kubectl"],
    [
      "what was applied, where autoscalers cannot be read",
      null,
      scene({ autoscalers: unread, deployment: three }),
      3,
      "as last applied with kubectl",
    ],
  ])("%s", (_, asked, before, replicas, source) => {
    expect(wantedReplicas(asked, before)).toEqual({ replicas, source });
  });

  const bare = deployment();
  const { annotations: _none, ...unannotated } = bare.metadata;
  const unknown = (scaling: string) =>
    `how many replicas deployment/feature-api should have is unknown: none asked for, ${scaling}, and no applied configuration that says; give replicas`;

  test.each([
    ["nothing says", scene()],
    ["it has no annotations", scene({ deployment: { ...bare, metadata: unannotated } })],
    ["none was applied", scene({ deployment: applied('{"spec":{}}') })],
    ["zero was applied", scene({ deployment: applied('{"spec":{"replicas":0}}') })],
    ["half a pod was applied", scene({ deployment: applied('{"spec":{"replicas":2.5}}') })],
    ["a text was applied", scene({ deployment: applied('{"spec":{"replicas":"3"}}') })],
    ["the applied configuration is no JSON", scene({ deployment: applied("{") })],
  ])("refused: %s", (_, before) => {
    expect(() => wantedReplicas(null, before)).toThrow(refusal(unknown("no autoscaler")));
  });

  test("nothing says: a run's parameter may; an autoscaler that cannot be read might", () => {
    expect(() => wantedReplicas(null, scene())).toThrow(expect.objectContaining({ kind: "unsaid" }));
    expect(() => wantedReplicas(null, scene({ autoscalers: unread }))).toThrow(
      expect.objectContaining({ kind: "unknown" }),
    );
  });

  test("refused: nothing says, and autoscalers cannot be read", () => {
    const words = unknown("no readable autoscaler (list autoscalers: not allowed)");
    expect(() => wantedReplicas(null, scene({ autoscalers: unread }))).toThrow(refusal(words));
  });
});

describe("so many times as many replicas", () => {
  test.each([
    [4, 1.5, null, 6, "1.5 times as many"],
    [3, 1.5, null, 5, "1.5 times as many"],
    // 30 times 1.1 is 33.00000000000001 in doubles: still 33 pods.
    [30, 1.1, null, 33, "1.1 times as many"],
    [4, 0.5, null, 2, "0.5 times as many"],
    [4, 2, 8, 8, "2 times as many"],
    [4, 2, 6, 6, "2 times as many, no more than 6"],
    [4, 2, 3, 4, "2 times as many, no more than 4"],
  ])("%i, %f times, no more than %j", (replicas, factor, most, wanted, source) => {
    const present = scene({ deployment: deployment({ replicas }) });
    expect(multipliedReplicas(factor, most, present)).toEqual({ replicas: wanted, source });
  });

  test("one that does not say how many has one, as the API defines it", () => {
    const { replicas: _unsaid, ...spec } = deployment().spec;
    expect(multipliedReplicas(3, null, scene({ deployment: { ...deployment(), spec } })).replicas).toBe(3);
  });

  test("of none there are none: refused", () => {
    const words = "deployment/feature-api is scaled to zero: there is nothing to multiply";
    expect(() => multipliedReplicas(2, null, scene({ deployment: deployment({ replicas: 0 }) }))).toThrow(
      refusal(words),
    );
  });
});
