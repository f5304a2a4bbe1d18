import { describe, expect, test } from "vitest";
import { conditionContext } from "../../../src/core/conditions/condition-context.ts";
import { decidingWords } from "../../../src/core/runbook/deciding-words.ts";
import { renderBecause } from "../../../src/core/runbook/render-because.ts";
import type { Json } from "../../../src/core/json.ts";
import { result, results, runbookOf } from "./results.ts";

const text = (standard: Json) => ({ type: "string", default: standard, required: false, description: null }) as const;
const runbook = runbookOf(["kv-store", "pods"], {
  parameters: { target: text("api"), "look-back": text("2m"), pods: text("mine"), none: text(null) },
  define: { "both-down": "kv_store.fail && pods.fail" },
});
const parameters = { target: "api", "look-back": "2m", pods: "mine", none: null };
const found = results({
  "kv-store": { ...result("fail", { ms: 612 }), summary: `slow\n${"x".repeat(200)}` },
  pods: { ...result("pass", { ready: 2 }), summary: "2 are ready" },
});
const rendered = (sentence: string) => renderBecause(runbook, sentence, conditionContext(runbook, found, parameters));

describe("the places of a sentence are filled in", () => {
  test.each([
    ["by what a check saw", "{{ kv_store.ms }} ms", "612 ms"],
    ["by any expression", "{{ kv_store.ms > 600 && !pods.fail }}", "true"],
    ["by a definition", "{{ both_down }}", "false"],
    ["by a parameter, which is named by itself", "of {{ target }}", "of api"],
    ["by a parameter with a hyphen", "{{look-back}} ago", "2m ago"],
    ["by the parameter, where a check is called so too", "{{ pods }} with {{ pods.ready }}", "mine with 2"],
    ["by a parameter as conditions write it", "{{ params.look_back }}", "2m"],
    ["with what is not known", "{{ none }}, {{ constructor }}, {{ 1 + }}", "unknown, unknown, unknown"],
    ["each for itself", "{{target}}{{target}}", "apiapi"],
  ])("%s", (_, sentence, expected) => {
    expect(rendered(sentence)).toBe(expected);
  });

  test("to one line without blanks at its ends, twice in a row, or before a mark", () => {
    expect(rendered("  slow \n  since   {{ target }} , {{ target }} ; and : so .\n")).toBe(
      "slow since api, api; and: so.",
    );
    expect(rendered("a ! b ?")).toBe("a ! b ?");
  });
});

describe("what decided a condition is told with what its checks say", () => {
  const words = (condition: string) => decidingWords(runbook, condition, found, parameters);

  test("on one line and cut, since it stands beside others", () => {
    expect(words("kv_store.pass")).toEqual({
      truth: false,
      words: `kv_store.pass is false (kv-store: slow ${"x".repeat(114)}…)`,
    });
  });

  test("each part for itself, a check once a part", () => {
    expect(words("pods.pass && pods.ready >= pods.ready").words).toBe(
      "pods.pass is true (pods: 2 are ready); pods.ready >= pods.ready is true (pods: 2 are ready)",
    );
  });

  test("of a condition in which nothing can be told it is the condition", () => {
    expect(words("1 +")).toEqual({ truth: "unknown", words: "1 +" });
  });
});
