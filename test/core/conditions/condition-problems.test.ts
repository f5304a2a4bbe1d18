import { describe, expect, test } from "vitest";
import { conditionProblems } from "../../../src/core/conditions/condition-problems.ts";
import { checkLanguage } from "../../../src/core/conditions/typed-language.ts";
import { language, observed } from "./sample-language.ts";

describe("what fits", () => {
  test.each([
    "a_b.pass || a_b.fail || !a_b.decided || a_b.unreachable",
    "a_b.ready >= 3 && a_b.ready - 1 < 2.5",
    "a_b.value != null && a_b.value > params.max_lag",
    "a_b.word == null || a_b.word.startsWith('x')",
    "a_b.on == true",
    "a_b.mode == 'a'",
    "a_b.changedAt != null && a_b.changedAt - a_b.changedAt <= params.suspect",
    "a_b.changedBefore(a_b.changedAt)",
    "'X' in a_b.reasons && a_b.reasons['X'] > 1",
    "a_b.tags.exists(tag, tag == 'x')",
    "a_b.pods.all(pod, pod.name != '' && pod.since != null)",
    "a_b.inner != null && a_b.inner.lagSeconds > 3",
    "free.whatever.x == 3 && named_one",
  ])("%s", (condition) => {
    expect(conditionProblems(language(), condition)).toEqual([]);
  });
});

describe("what does not", () => {
  test.each([
    ["a_b.value > 'x'", "a_b.value > 'x'"],
    ["a_b.word > 3", "a_b.word > 3"],
    ["a_b.on > 3", "a_b.on > 3"],
    ["a_b.changedAt > 3", "a_b.changedAt > 3"],
    ["a_b.changedBefore(a_b.value)", "a_b.changedBefore(a_b.value)"],
    ["a_b.tags.exists(tag, tag == 3)", "tag == 3"],
    ["a_b.pods.all(pod, pod.nme == 'x')", "nme"],
    ["a_b.inner.lag > 3", "lag"],
    ["a_b.reasons.all(k, k > 3)", "k > 3"],
    ["params.suspect > 3", "params.suspect > 3"],
    ["params.max_lg > 3", "max_lg"],
    ["a_b && true", "a_b && true"],
    ["a_b.ready ? true : false", "ready"],
    ["dyn(a_b).x == 3", "dyn(a_b)"],
    ["type(a_b.ready) == int", "type(a_b.ready)"],
    ["unknown_one", "unknown_one"],
    ["named_one.pass", "pass"],
  ])("%s", (condition, place) => {
    const [problem, ...more] = conditionProblems(language(), condition);
    expect(more).toEqual([]);
    expect(condition.slice(problem?.range.start, problem?.range.end)).toBe(place);
  });

  test("several at once", () => {
    const condition = "a_b.redy > 1 && (a_b.vale > 2 || !a_b.ony) && a_b.pass";
    const places = conditionProblems(language(), condition).map(({ range }) => condition.slice(range.start, range.end));
    expect(places).toEqual(["redy", "vale", "ony"]);
  });

  test("a check's own conditions know its fields alone", () => {
    const own = checkLanguage(observed);
    expect(conditionProblems(own, "ready > 1 && value != null")).toEqual([]);
    expect(conditionProblems(own, "a_b.ready > 1")).toHaveLength(1);
    expect(conditionProblems(own, "params.suspect == null")).toHaveLength(1);
  });
});

test.each(["!", "-"])("one that is too long is told as such, however much too long: %s", (sign) => {
  for (const times of [3_000, 30_000, 300_000])
    expect(conditionProblems(language(), `${sign.repeat(times)}true`)).toMatchObject([
      { message: "the condition is longer than one can be" },
    ]);
});

test("any text ends in a list, in time", () => {
  for (const text of [
    "",
    " ",
    "(".repeat(5_000),
    "!".repeat(5_000),
    "a_b.".repeat(2_000),
    "1+".repeat(20_000),
    "[".repeat(300),
    "a_b.fail || ".repeat(3_000),
  ]) {
    expect(conditionProblems(language(), text).length).toBeGreaterThan(0);
  }
});
