import { readdirSync } from "node:fs";
import { parse } from "yaml";
import { describe, expect, test } from "vitest";
import { actions } from "../../src/actions/index.ts";

const folder = new URL("../../src/actions/", import.meta.url);

describe("all that bigops can do to production", () => {
  test("is the list of files, one action each", () => {
    const files = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && !["action.ts", "index.ts"].includes(entry.name))
      .map((entry) => entry.name.replace(/\.ts$/, ""));
    const types = [...actions.keys()].map((type) => type.replace(".", "-"));
    expect(types.sort()).toEqual(files.sort());
  });

  test.each([...actions.values()])("$type: its example is a mitigation with valid arguments", (action) => {
    const [mitigation] = parse(action.example.replaceAll("{{ deployment }}", "feature-api")) as Record<
      string,
      unknown
    >[];
    expect(mitigation).toMatchObject({ id: expect.any(String), for: expect.any(String) });
    expect(() => action.args.parse(mitigation?.[action.type])).not.toThrow();
  });

  test.each([...actions.values()])("$type: an unknown argument is an error", (action) => {
    const [mitigation] = parse(action.example) as Record<string, object>[];
    expect(action.args.safeParse({ ...mitigation?.[action.type], nope: 1 }).success).toBe(false);
  });
});
