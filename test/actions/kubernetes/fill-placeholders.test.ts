import { expect, test } from "vitest";
import { fillPlaceholders } from "../../../src/actions/kubernetes/fill-placeholders.ts";

const [GUARD, MARK] = ["${resourceVersion}", "${mark}"];
const MARK_PATH = "/metadata/annotations/bigops.dev~1applied-by";
const filled = (body: Parameters<typeof fillPlaceholders>[0]) => fillPlaceholders(body, "42", "run/rollback/1");

test("guard and mark are filled, and annotations beside the mark stay", () => {
  const value = { "bigops.dev/applied-by": MARK, "example.com/a": "1" };
  expect(
    filled([
      { op: "test", path: "/metadata/resourceVersion", value: GUARD },
      { op: "add", path: MARK_PATH, value: MARK },
      { op: "add", path: "/metadata/annotations", value },
    ]),
  ).toEqual([
    { op: "test", path: "/metadata/resourceVersion", value: "42" },
    { op: "add", path: MARK_PATH, value: "run/rollback/1" },
    {
      op: "add",
      path: "/metadata/annotations",
      value: { "bigops.dev/applied-by": "run/rollback/1", "example.com/a": "1" },
    },
  ]);
});

test.each([
  ["another value where the guard belongs", { op: "test", path: "/metadata/resourceVersion", value: "41" }],
  ["a mark where the guard belongs", { op: "test", path: "/metadata/resourceVersion", value: MARK }],
  ["another value where the mark belongs", { op: "add", path: MARK_PATH, value: "run/other/1" }],
  ["annotations without a mark", { op: "add", path: "/metadata/annotations", value: { "example.com/a": MARK } }],
  ["annotations marked already", { op: "add", path: "/metadata/annotations", value: { "bigops.dev/applied-by": "m" } }],
  ["a guard elsewhere", { op: "add", path: "/data/version", value: GUARD }],
  ["a mark elsewhere", { op: "add", path: "/data/mark", value: MARK }],
  ["a marked map elsewhere", { op: "add", path: "/data", value: { "bigops.dev/applied-by": MARK } }],
  ["what is no operation", MARK],
])("sent as it is: %s", (_, operation) => {
  expect(filled([operation])).toEqual([operation]);
});

test.each([
  ["a map", { path: MARK_PATH, value: MARK }],
  ["a text", MARK],
  ["nothing", null],
])("a body that is no list was not made by a guarded write: %s", (_, body) => {
  expect(() => filled(body)).toThrow(new TypeError("A guarded write's body is a list of patch operations"));
});
