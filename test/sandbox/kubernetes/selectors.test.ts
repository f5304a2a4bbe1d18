import { expect, it } from "vitest";
import { isAnswer } from "../../../src/sandbox/kubernetes/answer.ts";
import { selection } from "../../../src/sandbox/kubernetes/selectors.ts";
import type { KubeObject } from "../../../src/sandbox/world/objects.ts";

const objects = ["a", "b", "c"].map((name, index): KubeObject => {
  const labels: Record<string, string> = index === 2 ? {} : { app: name, "example.com/tier": "back" };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, uid: name, resourceVersion: "1", creationTimestamp: "", labels },
  };
});

it.each([
  ["labelSelector", "app=a", "a"],
  ["labelSelector", "app==a", "a"],
  ["labelSelector", "app!=a", "b c"],
  ["labelSelector", "app in (a, b)", "a b"],
  ["labelSelector", "app notin (a)", "b c"],
  ["labelSelector", "app", "a b"],
  ["labelSelector", "!app", "c"],
  ["labelSelector", "example.com/tier=back,app!=b", "a"],
  ["labelSelector", "", "a b c"],
  ["fieldSelector", "metadata.name=b", "b"],
  ["fieldSelector", "metadata.name!=b", "a c"],
])("%s %s", (parameter, text, names) => {
  const matches = selection("pods", new URLSearchParams({ [parameter]: text }));
  if (isAnswer(matches)) throw new Error("refused");
  expect(
    objects
      .filter(matches)
      .map((object) => object.metadata.name)
      .join(" "),
  ).toBe(names);
});
