import { expect, test } from "vitest";
import { bareEnvironment } from "../../../src/core/environment/environment.ts";
import { environmentsJsonSchema } from "../../../src/core/environment/json-schema.ts";
import { parseEnvironments } from "../../../src/core/environment/parse-environments.ts";

test("without a bigops.yaml the environment is what an empty one in it would be: a kubeconfig alone", () => {
  const parsed = parseEnvironments("environments: { lab: {} }", "bigops.yaml", "/work");
  expect(parsed.ok && parsed.environments.get("lab")).toEqual(bareEnvironment("lab"));
  expect(bareEnvironment("lab")).toEqual({
    name: "lab",
    kubernetes: {},
    endpoints: {},
    pager: { targets: {} },
    protected: false,
    readOnly: false,
    parameters: {},
    commands: { allow: [] },
  });
});

test("editors are told of the file's keys, and that there are no others", () => {
  expect(environmentsJsonSchema()).toMatchObject({
    title: "bigops.yaml",
    type: "object",
    additionalProperties: false,
    properties: {
      default: { type: "string" },
      environments: {
        additionalProperties: { additionalProperties: false, properties: { protected: { type: "boolean" } } },
      },
    },
  });
});
