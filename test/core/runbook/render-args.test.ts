import { parser } from "@prometheus-io/lezer-promql";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { argumentFindings } from "../../../src/core/runbook/argument-findings.ts";
import { renderArgs } from "../../../src/core/runbook/render-args.ts";
import type { Parameter } from "../../../src/core/runbook/runbook.ts";
import { catalog } from "./small-catalog.ts";

const schema = catalog.probes.get("test.look")?.args ?? z.never();
const render = (args: Record<string, string>, parameters: Record<string, string | number | boolean | null>): unknown =>
  renderArgs(args, parameters, schema);

describe("an argument that is nothing but a parameter", () => {
  test.each([
    [{ count: "{{ n }}" }, { n: 3 }, { count: 3 }],
    [{ flag: "{{n}}" }, { n: true }, { flag: true }],
    [{ target: " {{ n }} " }, { n: 'any "text"\n{{ x }}' }, { target: 'any "text"\n{{ x }}' }],
    [{ count: "{{ n }}" }, { n: null }, {}],
    [{ query: "{{ n }}" }, { n: "up > 1" }, { query: "up > 1" }],
  ])("%j with %j", (args, parameters, expected) => {
    expect(render(args as Record<string, string>, parameters as Record<string, string>)).toEqual(expected);
  });

  test("of the wrong type is refused with the argument's name", () => {
    expect(() => render({ count: "{{ n }}" }, { n: "many" })).toThrow("count: must be a number");
    expect(() => render({ count: "{{ n }}" }, { n: -1 })).toThrow("count");
  });
});

describe("inside of a text the value is written in the text's language", () => {
  test.each([
    ["a duration between PromQL's literals", { query: "rate(x[{{ n }}])" }, { n: "2m" }, { query: "rate(x[2m])" }],
    ["a number", { query: "x > {{ n }}" }, { n: 0.5 }, { query: "x > 0.5" }],
    [
      "a text between double quotes",
      { query: 'x{a="{{ n }}"}' },
      { n: 'b"} or y{c="\\' },
      { query: 'x{a="b\\"} or y{c=\\"\\\\"}' },
    ],
    ["a text between single quotes", { query: "x{a='{{ n }}'}" }, { n: "it's" }, { query: "x{a='it\\'s'}" }],
    ["any text in a pattern", { query: 'x{a=~"{{ n }}"}' }, { n: "*" }, { query: 'x{a=~".*"}' }],
    ["a part of a text in a pattern", { query: 'x{a=~"{{ n }}"}' }, { n: "a.*" }, { query: 'x{a=~"a\\\\..*"}' }],
    ["a text in a pattern", { query: 'x{a=~"{{ n }}.*"}' }, { n: "a.b|c" }, { query: 'x{a=~"a\\\\.b\\\\|c.*"}' }],
    ["a quote in a comment does not count", { query: 'x # "\n > {{ n }}' }, { n: 1 }, { query: 'x # "\n > 1' }],
    ["a label's name", { query: "sum by ({{ n }}) (x)" }, { n: "entity_type" }, { query: "sum by (entity_type) (x)" }],
    [
      "one of several labels' names",
      { query: "sum without(a, {{ n }},{{ n }}) (x)" },
      { n: "_b2" },
      { query: "sum without(a, _b2,_b2) (x)" },
    ],
    ["a label", { labels: "app={{ n }}" }, { n: "feature-api" }, { labels: "app=feature-api" }],
    ["a path", { path: "/jobs/{{ n }}" }, { n: "a/../b?c" }, { path: "/jobs/a%2F..%2Fb%3Fc" }],
  ])("%s", (_, args, parameters, expected) => {
    expect(render(args as Record<string, string>, parameters as Record<string, string>)).toEqual(expected);
  });

  test("in a command that a person types", () => {
    const { args } = catalog.actions.get("test.manual") ?? { args: z.never() };
    expect(renderArgs({ how: "kubectl get {{ n }}" }, { n: "a b; rm -rf /" }, args)).toEqual({
      how: "kubectl get 'a b; rm -rf /'",
    });
  });

  test("a label value that would end the requirement is refused", () => {
    expect(() => render({ labels: "app={{ n }}" }, { n: "a,b=c" })).toThrow("no label value");
  });

  // What Prometheus takes as a label's name: [a-zA-Z_][a-zA-Z0-9_]*
  test.each(["", "2a", "a-b", "a.b", "a b", "a,b", "a) or vector(1", 'a"', "a\n", "größe", "a#", "{{ n }}"])(
    "%j is no label's name",
    (n) => {
      expect(() => render({ query: "sum by ({{ n }}) (x)" }, { n })).toThrow(/parameter n .*is no label's name/);
    },
  );

  test("whatever the text, PromQL stays one sum by one label, or is refused", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.string({ unit: fc.constantFrom("a", "b", "_", "1", ")", ",", "(", "{", "}", " ", "#") }),
        ),
        (n) => {
          let query: string;
          try {
            ({ query } = render({ query: "sum by ({{ n }}) (x)" }, { n }) as { query: string });
          } catch {
            expect(n).not.toMatch(/^[a-zA-Z_][a-zA-Z0-9_]*$/);
            return;
          }
          const names: string[] = [];
          parser.parse(query).iterate({ enter: ({ name }) => void names.push(name) });
          expect(names.filter((name) => ["AggregateExpr", "LabelName", "VectorSelector"].includes(name))).toHaveLength(
            3,
          );
          expect(names).not.toContain("⚠");
        },
      ),
      { numRuns: 100 },
    );
  });

  test("whatever the text, PromQL stays one selector with one matcher", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.constantFrom('x{a="{{ n }}"}', "x{a='{{ n }}'}", 'x{a=~"{{ n }}"}', 'x{a!="p{{ n }}s"}'),
        (n, query) => {
          const { query: rendered } = render({ query }, { n }) as { query: string };
          const names: string[] = [];
          parser.parse(rendered).iterate({ enter: ({ name }) => void names.push(name) });
          expect(names.filter((name) => name === "VectorSelector" || name === "UnquotedLabelMatcher")).toHaveLength(2);
          expect(names).not.toContain("⚠");
          expect(names).not.toContain("LineComment");
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("what is not safe is refused when the file is read", () => {
  const parameter = (type: Parameter["type"], more: Partial<Parameter> = {}): Parameter => ({
    type,
    default: null,
    required: true,
    description: null,
    ...more,
  });
  const parameters = {
    text: parameter("string"),
    span: parameter("duration"),
    n: parameter("integer"),
    maybe: parameter("integer", { required: false }),
  };
  const messages = (args: Record<string, string>): readonly string[] =>
    argumentFindings(args, parameters, schema).map(({ message }) => message);

  test.each([
    [{ query: "x > {{ text }}" }, "parameter text may not stand here"],
    [{ query: "x # {{ text }}" }, "parameter text may not stand here"],
    [{ query: "x{a=`{{ text }}`}" }, "parameter text may not stand here"],
    [{ query: 'x{a="b"} + {{ text }} + "' }, "parameter text may not stand here"],
    [{ query: "x # sum by (\n{{ text }}" }, "parameter text may not stand here"],
    [{ query: 'x{a="by ("} + {{ text }}' }, "parameter text may not stand here"],
    [{ query: "count_by ({{ text }})" }, "parameter text may not stand here"],
    [{ query: "sum by ({{ n }}) (x)" }, "among labels' names stands a string alone, not an integer"],
    [{ target: "pre-{{ text }}" }, "parameter text may not stand here"],
    [{ query: "x > {{ maybe }}" }, "parameter maybe may have no value"],
    [{ target: "{{ nope }}" }, "there is no parameter nope"],
    [{ target: "{{ constructor }}" }, "there is no parameter constructor"],
    [{ flag: "{{ n }}" }, "flag must be true or false"],
    [{ mode: "{{ n }}" }, "mode must be one of fast, slow"],
  ])("%j", (args, expected) => {
    expect(messages(args as unknown as Record<string, string>).join("\n")).toContain(expected);
  });

  test("a default that its argument's language cannot take", () => {
    const named = { text: parameter("string", { default: "a,b=c" }) };
    expect(argumentFindings({ labels: "app={{ text }}" }, named, schema)).toMatchObject([
      { message: 'parameter text (a,b=c): "a,b=c" is no label value' },
    ]);
  });

  test.each([
    { query: 'rate(x{a="{{ text }}"}[{{ span }}]) > {{ n }}' },
    { query: "sum(x) by (a, {{ text }})" },
    { query: "x / on ({{ text }}) group_left({{ text }}) y" },
    { target: "{{ text }}" },
    { target: "every {{ span }}" },
    { mode: "{{ text }}" },
    { count: "{{ maybe }}" },
    { labels: "app={{ text }}" },
  ])("%j may be written", (args) => {
    expect(messages(args as unknown as Record<string, string>)).toEqual([]);
  });
});
