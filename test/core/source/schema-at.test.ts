import { describe, expect, test } from "vitest";
import { z } from "zod";
import { keysAt, metaAt } from "../../../src/core/source/schema-at.ts";
import type { Path } from "../../../src/core/source/located.ts";

const inner = z.object({ c: z.string().meta({ language: "promql" }), d: z.number() });
const schema = z.object({
  plain: inner,
  optional: inner.optional(),
  nullable: inner.nullable(),
  defaulted: inner.default({ c: "", d: 0 }),
  prefault: inner.prefault({ c: "", d: 0 }),
  readonly: inner.readonly(),
  needed: inner.optional().nonoptional(),
  lazy: z.lazy(() => inner),
  piped: inner.transform((value) => value.c),
  list: z.array(inner),
  byName: z.record(z.string(), inner),
  either: z.union([z.string(), inner, z.object({ e: z.string() })]),
  text: z.string().optional().meta({ language: "shell" }),
  noted: z.union([z.number(), z.string().meta({ language: "url-path" })]).optional(),
  turned: z
    .string()
    .meta({ language: "text" })
    .transform((value) => value.length),
  bare: z.string(),
});

describe("the keys that may stand at a place", () => {
  test.each<[Path, readonly string[]]>([
    [[], Object.keys(schema.shape)],
    [["plain"], ["c", "d"]],
    [["optional"], ["c", "d"]],
    [["nullable"], ["c", "d"]],
    [["defaulted"], ["c", "d"]],
    [["prefault"], ["c", "d"]],
    [["readonly"], ["c", "d"]],
    [["needed"], ["c", "d"]],
    [["lazy"], ["c", "d"]],
    [["piped"], ["c", "d"]],
    [
      ["list", 0],
      ["c", "d"],
    ],
    [
      ["byName", "any"],
      ["c", "d"],
    ],
    [["either"], ["c", "d", "e"]],
    // Any may stand there, or none.
    [["list"], []],
    [["byName"], []],
    [["bare"], []],
    [["bare", "x"], []],
    [["nope"], []],
    [["toString"], []],
  ])("%j", (path, keys) => {
    expect(keysAt(schema, path)).toEqual(keys);
  });
});

describe("what a schema says of itself at a place", () => {
  test.each<[Path, unknown]>([
    [["text"], "shell"],
    [["noted"], "url-path"],
    [["turned"], "text"],
    [["plain", "c"], "promql"],
    [["optional", "c"], "promql"],
    [["list", 3, "c"], "promql"],
    [["either", "c"], "promql"],
    [["bare"], null],
    [["plain", "d"], null],
    [["nope"], null],
    [[], null],
  ])("%j: %j", (path, said) => {
    expect(metaAt(schema, path, "language")).toBe(said);
  });

  test("of several shapes the first that says something is asked", () => {
    const several = z.union([z.object({ c: z.string() }), inner]);
    expect(metaAt(several, ["c"], "language")).toBe("promql");
  });

  test("of the whole, where it says something itself", () => {
    expect(metaAt(z.string().meta({ language: "shell" }), [], "language")).toBe("shell");
    expect(metaAt(z.string().meta({ language: "shell" }), [], "title")).toBeNull();
  });
});
