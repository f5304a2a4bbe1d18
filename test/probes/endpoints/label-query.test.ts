import { expect, test } from "vitest";
import { labelQuery } from "../../../src/probes/kubernetes/label-query.ts";

test("labels as a list takes them", () => {
  expect(labelQuery({ app: "kv-store", "kubernetes.io/service-name": "kv", role: "" })).toBe(
    "app=kv-store,kubernetes.io/service-name=kv,role=",
  );
});

test.each([{ app: "a,role=primary" }, { app: "a b" }, { "a=b": "c" }, { app: "!x" }, { "": "x" }])(
  "%j is refused",
  (labels) => {
    expect(() => labelQuery(labels)).toThrow(/no label/);
  },
);
