import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { schemaFiles } from "../../scripts/schema-files.ts";
import { actions } from "../../src/actions/index.ts";
import { probes } from "../../src/probes/index.ts";

const published = (name: string): string => readFileSync(new URL(`../../schemas/${name}`, import.meta.url), "utf8");

test.each([...schemaFiles()])("schemas/%s is as it is generated: npx tsx scripts/schemas.ts", (name, text) => {
  expect(published(name)).toBe(text);
});

describe("the runbook's schema", () => {
  interface Entry {
    readonly items: {
      readonly properties: Record<
        string,
        { readonly description?: string; readonly properties?: Record<string, { readonly description?: string }> }
      >;
    };
  }
  const schema = JSON.parse(published("runbook.schema.json")) as {
    $schema: string;
    properties: { investigation: Entry; mitigation: Entry };
  };

  test("is of draft 2020-12", () => {
    expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
  });

  test.each(
    [...probes.keys()]
      .map((type) => [type, schema.properties.investigation] as const)
      .concat([...actions.keys()].map((type) => [type, schema.properties.mitigation] as const)),
  )("has %s, each argument with a description", (type, entry) => {
    const { properties = {}, description } = entry.items.properties[type] ?? {};
    expect(description).toBeTruthy();
    expect(Object.values(properties).every((property) => (property.description ?? "") !== "")).toBe(true);
  });
});
