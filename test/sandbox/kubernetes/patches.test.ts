import { describe, expect, it } from "vitest";
import { applyJsonPatch, PatchRefused } from "../../../src/sandbox/kubernetes/json-patch.ts";
import { applyMergePatch, applyStrategicMerge } from "../../../src/sandbox/kubernetes/merge-patch.ts";

describe("JSON patch (RFC 6902, appendix A)", () => {
  it.each([
    ["A.1", { foo: "bar" }, [{ op: "add", path: "/baz", value: "qux" }], { baz: "qux", foo: "bar" }],
    ["A.2", { foo: ["bar", "baz"] }, [{ op: "add", path: "/foo/1", value: "qux" }], { foo: ["bar", "qux", "baz"] }],
    ["A.3", { baz: "qux", foo: "bar" }, [{ op: "remove", path: "/baz" }], { foo: "bar" }],
    ["A.4", { foo: ["bar", "qux", "baz"] }, [{ op: "remove", path: "/foo/1" }], { foo: ["bar", "baz"] }],
    ["A.5", { baz: "qux", foo: "bar" }, [{ op: "replace", path: "/baz", value: "boo" }], { baz: "boo", foo: "bar" }],
    [
      "A.6",
      { foo: { bar: "baz", waldo: "fred" }, qux: { corge: "grault" } },
      [{ op: "move", from: "/foo/waldo", path: "/qux/thud" }],
      { foo: { bar: "baz" }, qux: { corge: "grault", thud: "fred" } },
    ],
    [
      "A.8",
      { baz: "qux", foo: ["a", 2, "c"] },
      [
        { op: "test", path: "/baz", value: "qux" },
        { op: "test", path: "/foo/1", value: 2 },
      ],
      { baz: "qux", foo: ["a", 2, "c"] },
    ],
    [
      "A.10",
      { foo: "bar" },
      [{ op: "add", path: "/child", value: { grandchild: {} } }],
      { foo: "bar", child: { grandchild: {} } },
    ],
    ["A.14", { "/": 9, "~1": 10 }, [{ op: "test", path: "/~01", value: 10 }], { "/": 9, "~1": 10 }],
    [
      "A.16",
      { foo: ["bar"] },
      [{ op: "add", path: "/foo/-", value: ["abc", "def"] }],
      { foo: ["bar", ["abc", "def"]] },
    ],
  ])("%s", (_name, document, patch, result) => {
    expect(applyJsonPatch(document, patch)).toEqual(result);
  });

  it.each([
    ["A.9, a test that fails", { baz: "qux" }, [{ op: "test", path: "/baz", value: "bar" }]],
    ["A.12, a parent that is not there", { foo: "bar" }, [{ op: "add", path: "/baz/bat", value: "qux" }]],
    ["A.15, a number is no text", { "/": 9, "~1": 10 }, [{ op: "test", path: "/~01", value: "10" }]],
  ])("%s", (_name, document, patch) => {
    expect(() => applyJsonPatch(document, patch)).toThrow(PatchRefused);
  });

  it("changes nothing of its document when a later operation fails", () => {
    const document = { a: { b: 1 } };
    const patch = [
      { op: "replace", path: "/a/b", value: 2 },
      { op: "remove", path: "/c" },
    ];
    expect(() => applyJsonPatch(document, patch)).toThrow(PatchRefused);
    expect(document).toEqual({ a: { b: 1 } });
  });
});

describe("merge patch (RFC 7396, appendix A)", () => {
  it.each([
    [{ a: "b" }, { a: "c" }, { a: "c" }],
    [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
    [{ a: "b" }, { a: null }, {}],
    [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
    [{ a: ["b"] }, { a: "c" }, { a: "c" }],
    [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
    [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
    [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
    [
      ["a", "b"],
      ["c", "d"],
      ["c", "d"],
    ],
    [{ a: "foo" }, null, null],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])("%j with %j", (document, patch, result) => {
    expect(applyMergePatch(document, patch)).toEqual(result);
  });
});

describe("strategic merge", () => {
  const spec = {
    containers: [
      { name: "api", image: "1", env: [{ name: "A", value: "1" }] },
      { name: "side", image: "9" },
    ],
  };

  it("joins containers and variables by name", () => {
    const patch = { containers: [{ name: "api", image: "2", env: [{ name: "B", value: "2" }] }] };
    const env = [
      { name: "A", value: "1" },
      { name: "B", value: "2" },
    ];
    expect(applyStrategicMerge(spec, patch)).toEqual({
      containers: [
        { name: "api", image: "2", env },
        { name: "side", image: "9" },
      ],
    });
  });

  it("deletes what $patch says, and drops order directives", () => {
    const patch = {
      "$setElementOrder/containers": [{ name: "api" }],
      containers: [{ $patch: "delete", name: "side" }],
    };
    expect(applyStrategicMerge(spec, patch)).toEqual({ containers: [spec.containers[0]] });
  });

  it("replaces a list of no key as a whole", () => {
    expect(applyStrategicMerge({ args: ["a", "b"] }, { args: ["c"] })).toEqual({ args: ["c"] });
  });
});
