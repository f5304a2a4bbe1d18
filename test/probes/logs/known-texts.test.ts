import { expect, test } from "vitest";
import { KnownTexts } from "../../../src/probes/logs/known-texts.ts";

test("what was found is known, for the first texts that are not too long", () => {
  const known = new KnownTexts<number>(2, 3);
  expect(known.get("a")).toBeUndefined();
  expect([known.keep("a", 1), known.keep("long", 2), known.keep("abc", 3), known.keep("d", 4)]).toEqual([1, 2, 3, 4]);
  expect(["a", "long", "abc", "d"].map((text) => known.get(text))).toEqual([1, undefined, 3, undefined]);
});
