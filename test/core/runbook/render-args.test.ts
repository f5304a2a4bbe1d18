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
    [
      "the end of a long pattern",
      { query: `x{a =~ "${"a".repeat(40)}{{ n }}"}` },
      { n: "." },
      { query: `x{a =~ "${"a".repeat(40)}\\\\."}` },
    ],
    ["ends of lines", { query: 'x{a="{{ n }}"}' }, { n: "b\nc\rd" }, { query: 'x{a="b\\nc\\rd"}' }],
    ["a number between backticks", { query: "x{a=`b{{ n }}`}" }, { n: 3 }, { query: "x{a=`b3`}" }],
    ["an offset of nothing", { query: "x[5m] offset {{ n }}" }, { n: "0s" }, { query: "x[5m] offset 0s" }],
    ["a label", { labels: "app={{ n }}" }, { n: "feature-api" }, { labels: "app=feature-api" }],
    ["a name with dots in a path", { path: "/jobs/{{ n }}" }, { n: "..a.." }, { path: "/jobs/..a.." }],
    ["a name that only begins with dots", { path: "/jobs/{{ n }}" }, { n: ".a" }, { path: "/jobs/.a" }],
    ["a name that only ends with dots", { path: "/jobs/{{ n }}" }, { n: "a." }, { path: "/jobs/a." }],
    ["a path", { path: "/jobs/{{ n }}" }, { n: "a/../b?c" }, { path: "/jobs/a%2F..%2Fb%3Fc" }],
  ])("%s", (_, args, parameters, expected) => {
    expect(render(args as Record<string, string>, parameters as Record<string, string>)).toEqual(expected);
  });

  test.each([".", "..", "a\uD800"])("what would lead to another path is refused: %j", (n) => {
    expect(() => render({ path: "/v1/models/{{ n }}/status" }, { n })).toThrow(/cannot stand in a path/);
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

  test.each(["up", "1 or up", "x1", "", "-"])("between PromQL's literals %j is neither number nor duration", (n) => {
    expect(() => render({ query: "x > {{ n }}" }, { n })).toThrow(
      `parameter n (${n}): ${JSON.stringify(n)} is neither number nor duration`,
    );
  });

  test.each(["x[{{ n }}]", "x[5m:{{ n }}]", "x[5m: {{ n }}]"])("%s may not span nothing", (query) => {
    expect(() => render({ query }, { n: "0s" })).toThrow("a range of a query must be longer than 0s");
  });

  test("where a text is only shown, it is one line that is safe to print; an unknown language takes no text", () => {
    const shown = z.strictObject({ shown: z.string().meta({ language: "text" }) });
    expect(renderArgs({ shown: "see {{ n }}" }, { n: "a\u001b[31m\nb" }, shown)).toEqual({ shown: "see a b" });
    const odd = z.strictObject({ odd: z.string().meta({ language: "klingon" }) });
    const text = { n: { type: "string", default: null, required: true, description: null } } as const;
    expect(argumentFindings({ odd: "see {{ n }}" }, text, odd)).toMatchObject([
      { message: "parameter n may not stand here: a text must be the whole argument here, not a part of it" },
    ]);
    expect(argumentFindings({ shown: "see {{ n }}" }, text, shown)).toEqual([]);
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
    ratio: parameter("number"),
    yes: parameter("boolean"),
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
    [{ query: "sum by ({{ text }}{{ text }}) (x)" }, "parameter text may not stand here"],
    [{ query: "sum by ({{ n }}) (x)" }, "among labels' names stands a string alone, not an integer"],
    [{ query: "sum by ({{ ratio }}) (x)" }, "among labels' names stands a string alone, not a number"],
    [{ query: "x > {{ yes }}" }, "in PromQL a boolean stands inside quotes only"],
    [{ query: "x{a=`{{ text }}`}" }, "a text cannot be escaped between backticks; use double quotes"],
    [{ target: "pre-{{ text }}" }, "parameter text may not stand here"],
    [{ query: "x > {{ maybe }}" }, "parameter maybe may have no value"],
    [{ target: "{{ nope }}" }, "there is no parameter nope"],
    [{ target: "{{ constructor }}" }, "there is no parameter constructor"],
    [{ flag: "{{ n }}" }, "flag must be true or false"],
    [{ mode: "{{ n }}" }, "mode must be one of fast, slow"],
  ])("%j", (args, expected) => {
    expect(messages(args as unknown as Record<string, string>).join("\n")).toContain(expected);
  });

  test("a command takes any text, as that is quoted there", () => {
    const { args } = catalog.actions.get("test.manual") ?? { args: z.never() };
    expect(argumentFindings({ how: "kubectl get {{ text }}" }, parameters, args)).toEqual([]);
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
    { query: 'x{a="b\\"{{ text }}"}' },
    { query: 'x{a=`\\`, b="{{ text }}"}' },
    { query: 'x{a="#{{ text }}"}' },
    { query: "# by what\nsum by ({{ text }}) (x)" },
    { query: "x{a=`{{ n }}`}" },
    { path: "/jobs/{{ text }}" },
    { target: "{{ text }}" },
    { target: "every {{ span }}" },
    { mode: "{{ text }}" },
    { count: "{{ maybe }}" },
    { labels: "app={{ text }}" },
  ])("%j may be written", (args) => {
    expect(messages(args as unknown as Record<string, string>)).toEqual([]);
  });
});
