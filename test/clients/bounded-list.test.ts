import { describe, expect, it } from "vitest";
import * as z from "zod";
import { boundedList } from "../../src/clients/bounded-list.ts";
import { IN_PLAIN_WORDS } from "../../src/core/source/plain-words.ts";

const entry = z.object({ id: z.string(), size: z.number().default(0) }).transform(({ id, size }) => `${id}:${size}`);

describe("a list whose entries fit", () => {
  it.each([[[]], [[{ id: "a" }]], [[{ id: "a", size: 1 }, { id: "b" }]]])("%j is read as z.array reads it", (value) => {
    expect(boundedList(entry).parse(value)).toEqual(z.array(entry).parse(value));
  });

  it("leaves what it reads as it was", () => {
    const value = [{ id: "a" }];
    boundedList(entry).parse(value);
    expect(value).toEqual([{ id: "a" }]);
  });
});

describe("a list with an entry that does not fit", () => {
  it("has one issue, at its index, in the words of z.array's first", () => {
    const value = [{ id: "a" }, { id: 1, size: "x" }, {}];
    const inPlainWords = boundedList(entry).safeParse(value, IN_PLAIN_WORDS).error?.issues;
    expect(inPlainWords).toMatchObject([{ path: [1, "id"], message: "must be a text" }]);
    expect(inPlainWords).toEqual(z.array(entry).safeParse(value, IN_PLAIN_WORDS).error?.issues.slice(0, 1));
    expect(boundedList(entry).safeParse(value).error?.issues).toEqual(
      z.array(entry).safeParse(value).error?.issues.slice(0, 1),
    );
  });

  it("is read no further", () => {
    const looked: unknown[] = [];
    const odd = z.unknown().refine((one) => looked.push(one) < 2);
    expect(boundedList(odd).safeParse([1, 2, 3, 4]).error?.issues).toMatchObject([{ path: [1] }]);
    expect(looked).toEqual([1, 2]);
  });

  it("is shown to no check of the whole, which would see what was not read", () => {
    const list = boundedList(z.string().refine((text) => text !== "")).refine(() => {
      throw new Error("looked at");
    });
    expect(list.safeParse(["a", ""]).error?.issues).toMatchObject([{ path: [1], code: "custom" }]);
  });

  it("inside of another has one issue for both", () => {
    const { error } = z
      .object({ rows: boundedList(boundedList(z.number())) })
      .safeParse({ rows: [[1], [2, "3"], "4"] });
    expect(error?.issues).toMatchObject([{ path: ["rows", 1, 1], expected: "number" }]);
  });
});

describe("what is no list", () => {
  it.each([[undefined], [null], ["a"], [{ 0: { id: "a" }, length: 1 }]])("%j is told as z.array tells it", (value) => {
    expect(boundedList(entry).safeParse(value, IN_PLAIN_WORDS).error?.issues).toEqual(
      z.array(entry).safeParse(value, IN_PLAIN_WORDS).error?.issues,
    );
  });

  it("may be nothing where that is said", () => {
    expect(boundedList(entry).nullish().parse(null)).toBeNull();
  });
});

it("an entry that would have to be waited for is refused", () => {
  expect(() => boundedList(z.string().refine(async () => true)).safeParse(["a"])).toThrow(z.core.$ZodAsyncError);
});
