import { describe, expect, test } from "vitest";
import { fillPlaceholders } from "../../../src/actions/kubernetes/fill-placeholders.ts";
import { guardedPatch } from "../../../src/actions/kubernetes/guarded-patch.ts";
import { deployment, template } from "./fixtures.ts";

const bare = { metadata: { name: "kv-store", uid: "s-1", resourceVersion: "5" } };

describe("a guarded patch", () => {
  test("begins with the guard and carries the mark", () => {
    expect(guardedPatch(deployment(), [{ op: "replace", path: "/spec/replicas", value: 4 }])).toEqual([
      { op: "test", path: "/metadata/resourceVersion", value: "${resourceVersion}" },
      { op: "add", path: "/metadata/annotations/bigops.dev~1applied-by", value: "${mark}" },
      { op: "replace", path: "/spec/replicas", value: 4 },
    ]);
  });

  test("adds the annotations to an object that has none, which has none to remove either", () => {
    expect(guardedPatch(bare, [], { "example.com/a": "1", "example.com/b": null })[1]).toEqual({
      op: "add",
      path: "/metadata/annotations",
      value: { "bigops.dev/applied-by": "${mark}", "example.com/a": "1" },
    });
  });

  test.each([
    ["sets", { "example.com/a": "1" }, [{ op: "add", path: "/metadata/annotations/example.com~1a", value: "1" }]],
    [
      "removes one that is there",
      { "deployment.kubernetes.io/revision": null },
      [{ op: "remove", path: "/metadata/annotations/deployment.kubernetes.io~1revision" }],
    ],
    [
      "escapes a tilde before a slash",
      { "a~b/c": "1" },
      [{ op: "add", path: "/metadata/annotations/a~0b~1c", value: "1" }],
    ],
    ["has nothing to remove", { "example.com/a": null }, []],
  ])("key by key: %s", (_, annotations: { readonly [key: string]: string | null }, operations) => {
    expect(guardedPatch(deployment(), [], annotations).slice(2)).toEqual(operations);
  });

  test.each([
    ["with annotations", deployment()],
    ["without", bare],
  ])("filled, %s", (_, object) => {
    const text = JSON.stringify(fillPlaceholders(guardedPatch(object, []), "42", "run/rollback/1"));
    expect(text).toContain('"value":"42"');
    expect(text).toContain("run/rollback/1");
    expect(text).not.toContain("${");
  });

  test("leaves alone what only looks like a placeholder", () => {
    const value = template("a:1", {
      env: [
        { name: "PATTERN", value: "${mark}" },
        { name: "V", value: "${resourceVersion}" },
      ],
    });
    const patch = guardedPatch(deployment(), [{ op: "replace", path: "/spec/template", value }]);
    expect(fillPlaceholders(patch, "42", "m").at(-1)).toEqual({ op: "replace", path: "/spec/template", value });
  });

  test("also a whole value that is one, where none belongs", () => {
    const operation = { op: "add", path: "/spec/selector/role", value: "${mark}" } as const;
    expect(fillPlaceholders(guardedPatch(deployment(), [operation]), "42", "m").at(-1)).toEqual(operation);
  });
});
