import { describe, expect, test } from "vitest";
import { PlanRefusal } from "../../../src/actions/action.ts";
import { oldText, oldTextAgain } from "../../../src/actions/kubernetes/old-text.ts";
import { memoryTexts } from "../memory-texts.ts";

const again = (from: Parameters<typeof oldTextAgain>[0], kept = memoryTexts()) =>
  oldTextAgain(from, "key a of configmap/b", kept);

describe("what a key held before", () => {
  test.each(["12", "-0.5", "90s", "true", "off"])(
    "%s is no secret by its form, and stands in the plan",
    async (text) => {
      const kept = memoryTexts();
      const old = await oldText(text, kept);
      expect([old, kept.texts]).toEqual([{ shown: text, before: text }, []]);
      expect(await again({ from: text })).toBe(text);
    },
  );

  test.each([
    ["redis://anna:geheim@cache", "another text of 25 bytes"],
    ["ä", "another text of 2 bytes"],
    ["a", "another text of 1 byte"],
  ])("%s is kept beside the run, and found again", async (text, shown) => {
    const kept = memoryTexts();
    const old = await oldText(text, kept);
    expect(old.shown).toBe(shown);
    expect(JSON.stringify(old)).not.toContain(text === "a" ? '"a"' : text);
    expect(kept.texts).toEqual([text]);
    expect(await again({ from: old.before }, kept)).toBe(text);
  });

  test("where nothing is kept it cannot be set back, and neither on another machine", async () => {
    expect(await oldText("hello", undefined)).toEqual({ shown: "another text of 5 bytes", before: null });
    const elsewhere = await oldText("hello", memoryTexts());
    const nowhere =
      "what key a of configmap/b was before is kept beside the run on the machine where it was changed, and nowhere else: set it back by hand";
    for (const before of [null, elsewhere.before])
      await expect(again({ from: before })).rejects.toEqual(new PlanRefusal("unfit", nowhere));
    await expect(oldTextAgain({ from: elsewhere.before }, "it", undefined)).rejects.toThrow(PlanRefusal);
  });
});
