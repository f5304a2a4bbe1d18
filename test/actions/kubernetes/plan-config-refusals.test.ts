import { describe, expect, test } from "vitest";
import { planConfig, presentValue } from "../../../src/actions/kubernetes/plan-config.ts";
import type { ConfigMap } from "../../../src/actions/kubernetes/objects.ts";
import { deployment, scene } from "./fixtures.ts";

const TOKEN = "ghp_0123456789abcdefghijABCDEFGHIJ012345";
const metadata = { name: "feature-api", namespace: "ml", uid: "c-1", resourceVersion: "7" };

function refusalOf(configMap: Partial<ConfigMap>, key: string, value: string, paused = false) {
  const order = {
    type: "t",
    scene: scene({ deployment: deployment({ paused }) }),
    configMap: { metadata, ...configMap },
    key,
    value,
    old: { shown: "", before: null },
    restartedAt: "2026-11-22T03:14:00Z",
  };
  try {
    planConfig(order);
    return null;
  } catch (error) {
    return error as { readonly kind: string; readonly message: string };
  }
}

describe("a key of a ConfigMap", () => {
  test("that is not there is no matter of time", () => {
    expect(() => presentValue({ metadata }, "ttl")).toThrow(expect.objectContaining({ kind: "unfit" }));
    expect(refusalOf({ data: { other: "1" } }, "ttl", "2")).toMatchObject({ kind: "unfit" });
  });

  test.each([
    ["has that value", {}, "1", false],
    [
      "belongs to a ConfigMap that is being deleted",
      { metadata: { ...metadata, deletionTimestamp: "now" } },
      "2",
      false,
    ],
    ["is read by a Deployment that is paused", {}, "2", true],
  ])("that %s cannot be set now", (_, more, value, paused) => {
    expect(refusalOf({ data: { ttl: "1" }, ...more }, "ttl", value, paused)).toMatchObject({ kind: "not-now" });
  });

  test.each(["2", "1"])("of what is immutable never can, also where it is %s as wanted", (value) => {
    expect(refusalOf({ data: { ttl: "1" }, immutable: true }, "ttl", value)).toMatchObject({ kind: "unfit" });
  });

  test("that looks like a secret never can, and is not told where it has that value already", () => {
    const refusal = refusalOf({ data: { password: TOKEN } }, "password", TOKEN);
    expect(refusal).toMatchObject({ kind: "unfit" });
    expect(refusal?.message).not.toContain(TOKEN);
  });
});
