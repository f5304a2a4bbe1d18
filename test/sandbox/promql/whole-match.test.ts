import { describe, expect, it } from "vitest";
import { wholeMatch } from "../../../src/sandbox/promql/regex/whole-match.ts";

describe("a regular expression", () => {
  it.each([
    ["a|bc", ["a", "bc"], ["abc", "b", "ac", ""]],
    ["(a|b)+c?", ["a", "abab", "bac"], ["c", "acc"]],
    ["a{2,3}", ["aa", "aaa"], ["a", "aaaa"]],
    ["(ab){2}", ["abab"], ["ab", "ababab"]],
    [".*", ["", "line\nline", "日本"], []],
    ["[^a-c]", ["d", "😀", "\n"], ["a", "dd"]],
    ["[]-]+", ["]-"], ["a"]],
    ["\\d{3}\\.\\w+", ["200.ok"], ["200xok", "20.ok"]],
    ["^a$|b^", ["a"], ["b"]],
    ["", [""], ["a"]],
  ])("%s matches whole texts", (pattern, matching, others) => {
    const matches = wholeMatch(pattern);
    expect(matching.filter((text) => !matches(text))).toEqual([]);
    expect(others.filter(matches)).toEqual([]);
  });

  it("takes time in proportion to the text, whatever the pattern", () => {
    const matches = wholeMatch("(a*)*(a|a)*(a?){30}b");
    const startedMs = performance.now();
    expect(matches("a".repeat(20_000))).toBe(false);
    expect(performance.now() - startedMs).toBeLessThan(5_000);
  });

  it.each(["(", "[a", "*a", "a**", "a{2,1}", "a{1001}", "\\", "[b-a]", "a)"])("%s is refused", (pattern) => {
    expect(() => wholeMatch(pattern)).toThrow(/error parsing regexp/);
  });

  it.each(["(?i)a", "\\bword", "\\pL", "[[:alpha:]]", "((a{1000}){1000}){10}"])("%s is not supported", (pattern) => {
    expect(() => wholeMatch(pattern)).toThrow(/regular expression: /);
  });
});
