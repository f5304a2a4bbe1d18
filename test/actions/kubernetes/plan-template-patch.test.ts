import { describe, expect, test } from "vitest";
import { deploymentWrite, keptText, refuseUnlessRolling } from "../../../src/actions/kubernetes/plan-template-patch.ts";
import * as expected from "./expected.ts";
import { refusal } from "./expected.ts";
import { deployment } from "./fixtures.ts";

test("a Deployment's write carries annotations beside the mark", () => {
  const written = deploymentWrite("ml", deployment(), [], { "example.com/a": "1" });
  const path = "/metadata/annotations/example.com~1a";
  expect(written).toEqual(expected.deploymentWrite({ op: "add", path, value: "1" }));
});

describe("a Deployment that would not act on a new template", () => {
  const { metadata, ...rest } = deployment({ paused: true });
  const leaving = { ...rest, metadata: { ...metadata, deletionTimestamp: "2026-11-22T03:14:00Z" } };
  const resume = "kubectl -n shop rollout resume deployment/feature-api";

  test.each([
    ["being deleted", leaving, "deployment/feature-api is being deleted"],
    ["paused", deployment({ paused: true }), `deployment/feature-api is paused: resume it first (${resume})`],
  ])("is refused: %s", (_, present, words) => {
    expect(() => refuseUnlessRolling(present, "shop")).toThrow(refusal(words));
  });

  test.each([
    ["does not say whether it is paused", deployment()],
    ["says that it is not", deployment({ paused: false })],
  ])("is not one that %s", (_, present) => {
    expect(() => refuseUnlessRolling(present, "shop")).not.toThrow();
  });
});

test("a kept text is read back, and nothing else is taken for one", () => {
  expect(keptText({ template: "abc" }, "template")).toBe("abc");
  const words = 'the recorded plan lacks "template"; it cannot be undone from it';
  for (const before of [{}, { template: null }, { template: 7 }])
    expect(() => keptText(before, "template")).toThrow(refusal(words));
});
