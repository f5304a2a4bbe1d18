import * as fc from "fast-check";
import { expect, test } from "vitest";
import { withoutSecrets } from "../../../src/core/document/without-secrets.ts";
import type { Json } from "../../../src/core/json.ts";

test.each<[string, Json, Json]>([
  ["a value under a secret's key", { password: "hunter2", replicas: "3" }, { password: "‹hidden›", replicas: "3" }],
  [
    "the value of a variable that is called like a secret",
    { env: [{ name: "DB_PASSWORD", value: "hunter2" }] },
    { env: [{ name: "DB_PASSWORD", value: "‹hidden›" }] },
  ],
  ["it, whichever stands first", { value: "hunter2", name: "DB_PASSWORD" }, { value: "‹hidden›", name: "DB_PASSWORD" }],
  ["a text that is one by its look", "postgres://app:hunter2@db/ml", "‹hidden›"],
  ["one in a list", ["--db", "--token=abc"], ["--db", "‹hidden›"]],
  ["one deep inside", [{ spec: { apiKey: "abc" } }], [{ spec: { apiKey: "‹hidden›" } }]],
])("hides %s", (_, body, shown) => {
  expect(withoutSecrets(body)).toEqual(shown);
});

test.each<[string, Json]>([
  ["a variable of another name", [{ name: "LEVEL", value: "info" }]],
  ["another key beside a secret's name", { name: "DB_PASSWORD", kind: "Variable" }],
  ["a variable whose name is no text", { name: 7, value: "info" }],
  ["a value without a name", { kind: "token", value: "info" }],
  ["what refers to a secret, which is none", { name: "DB_PASSWORD", valueFrom: { ref: "db", optional: true } }],
  ["numbers, nothing and yes", { password: null, tokens: 3, secret: true, list: [1, null, false] }],
  ["nothing", null],
])("leaves %s", (_, body) => {
  expect(withoutSecrets(body)).toEqual(body);
});

test("keeps the shape of any body: only texts are hidden", () => {
  const shapeOf = (value: Json): Json =>
    Array.isArray(value)
      ? value.map(shapeOf)
      : value !== null && typeof value === "object"
        ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shapeOf(item)]))
        : typeof value === "string"
          ? ""
          : value;
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      expect(shapeOf(withoutSecrets(value as Json))).toEqual(shapeOf(value as Json));
    }),
  );
});
