import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { JsonObject } from "../../../src/core/json.ts";
import { renderArgs } from "../../../src/core/runbook/render-args.ts";

const schema = z
  .strictObject({
    name: z.string().min(2).optional(),
    labels: z.record(z.string(), z.string().min(2)).optional(),
    list: z.array(z.string().min(2)).optional(),
    set: z
      .record(z.string(), z.string())
      .refine((set) => Object.keys(set).length > 0, { message: "name at least one label" })
      .optional(),
    selector: z.string().meta({ language: "label-selector" }).optional(),
  })
  .refine(({ name, selector }) => name === undefined || selector === undefined, { message: "give name or selector" });

/** What is said of arguments that do not fit, after the words that they all begin with. */
function refused(args: JsonObject, parameters: Record<string, string | null> = {}): string {
  try {
    renderArgs(args, parameters, schema);
  } catch (error) {
    return (error as Error).message.replace(/^the arguments do not fit: /, "");
  }
  throw new Error("they fit");
}

describe("an argument that does not fit is told with its place and the parameter that it comes from", () => {
  test.each<[JsonObject, string]>([
    [{ name: "a" }, "name: must have at least 2 characters"],
    [{ name: "{{ p }}" }, "name: must have at least 2 characters (parameter p)"],
    [{ labels: { app: "{{ p }}" } }, "labels.app: must have at least 2 characters (parameter p)"],
    [{ labels: { app: "b" } }, "labels.app: must have at least 2 characters"],
    [{ list: ["both", "{{ p }}"] }, "list.1: entry 2 of list must have at least 2 characters (parameter p)"],
    [{ set: {} }, "set: name at least one label"],
    [
      { name: "a", labels: "{{ p }}" },
      "name: must have at least 2 characters; labels: must be a mapping (parameter p)",
    ],
  ])("%j", (args, said) => {
    expect(refused(args, { p: "x" })).toBe(said);
  });

  test("what does not fit together has no place", () => {
    expect(refused({ name: "api", selector: "a=b" })).toBe("give name or selector");
  });

  test("a value that its text cannot take is told with the value, made safe to print and cut", () => {
    const said = 'parameter p (a,b): "a,b" is no label value';
    expect(refused({ selector: "app={{ p }}" }, { p: "a,b" })).toBe(said);
    const selectors = z.strictObject({ all: z.array(z.string().meta({ language: "label-selector" })) });
    expect(() => renderArgs({ all: ["a=b", "app={{ p }}"] }, { p: -3 }, selectors)).toThrow(
      "parameter p (-3): -3 is no label value",
    );
    const long = refused({ selector: "app={{ p }}" }, { p: `\u001b[31m${"x".repeat(100)}` });
    expect(long).toMatch(/^parameter p \(x{39}…\): /);
  });

  test("a parameter without a value cannot be a part of a text", () => {
    const said = "parameter p has no value, and labels.app needs one";
    expect(refused({ labels: { app: "every {{ p }}" } }, { p: null })).toBe(said);
    expect(refused({ labels: { app: "every {{ p }}" } })).toBe(said);
    expect(refused({ list: ["both", "every {{ p }}"] })).toBe("parameter p has no value, and list.1 needs one");
    expect(refused({ labels: { app: "every {{ constructor }}" } })).toBe(
      "parameter constructor has no value, and labels.app needs one",
    );
  });
});

test("what a parameter without a value consists of is left out, also of a list or a mapping", () => {
  const args = { name: "{{ p }}", list: ["one", "{{ p }}", "{{ q }}"], labels: { a: "{{ p }}", b: "{{ q }}" } };
  expect(renderArgs(args, { p: null, q: "two" }, schema)).toEqual({ list: ["one", "two"], labels: { b: "two" } });
});

test("what is no text is taken as it is", () => {
  const any = z.strictObject({ on: z.boolean(), none: z.null(), n: z.number() });
  expect(renderArgs({ on: false, none: null, n: 0 }, {}, any)).toEqual({ on: false, none: null, n: 0 });
});
