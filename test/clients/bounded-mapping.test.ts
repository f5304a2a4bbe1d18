import { describe, expect, it } from "vitest";
import * as z from "zod";
import { boundedMapping } from "../../src/clients/bounded-mapping.ts";
import { IN_PLAIN_WORDS } from "../../src/core/source/plain-words.ts";

const count = z.number().transform((number) => number + 1);
const record = z.record(z.string(), count);

describe("a mapping whose values fit", () => {
  it.each(["{}", '{"a":1}', '{"b":1,"a":2,"":3,"1":4,"constructor":5}'])("%s is read as z.record reads it", (text) => {
    const read = boundedMapping(count).parse(JSON.parse(text));
    expect(read).toEqual(record.parse(JSON.parse(text)));
    expect(Object.keys(read)).toEqual(Object.keys(record.parse(JSON.parse(text))));
  });

  it("gets no other prototype from its keys", () => {
    const read = boundedMapping(z.unknown()).parse(JSON.parse('{"__proto__":{"evil":1},"a":1}'));
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect(Object.keys(read)).toEqual(["a"]);
  });
});

describe("a mapping with a value that does not fit", () => {
  it("has one issue, at its key, in the words of z.record's first", () => {
    const value = { a: 1, b: "x", c: null };
    const { error } = boundedMapping(count).safeParse(value, IN_PLAIN_WORDS);
    expect(error?.issues).toMatchObject([{ path: ["b"], message: "must be a number" }]);
    expect(error?.issues).toEqual(record.safeParse(value, IN_PLAIN_WORDS).error?.issues.slice(0, 1));
  });

  it("is shown to no check of the whole", () => {
    const mapping = boundedMapping(z.string().refine((text) => text !== "")).refine(() => {
      throw new Error("looked at");
    });
    expect(mapping.safeParse({ a: "" }).error?.issues).toMatchObject([{ path: ["a"], code: "custom" }]);
  });
});

it.each([[undefined], [null], ["a"], [[1]], [7]])("%j is told as z.record tells it", (value) => {
  expect(boundedMapping(count).safeParse(value, IN_PLAIN_WORDS).error?.issues).toEqual(
    record.safeParse(value, IN_PLAIN_WORDS).error?.issues,
  );
});
