import { describe, expect, test } from "vitest";
import { z } from "zod";
import { catalog } from "../small-catalog.ts";
import { changed, said } from "./said.ts";

const opposite = "a check that fails does not pass, and the other way round";
const scaled = (text: string) => said(changed(['test.scale: { target: "{{ target }}", count: "{{ count }}" }', text]));
const other = (fields: string) =>
  changed(["escalation:", `  - { id: other, ${fields}, test.manual: { how: look } }\nescalation:`]);

describe("a mitigation whose causes are not written is told that, and nothing follows from it", () => {
  test.each([
    ["its notes are for none", "note: { bad: take care }"],
    ["it stands in for another", "insteadOf: fix"],
    ["it requires what can hold", "requires: pods.fail"],
  ])("where %s", (_, fields) => {
    expect(said(other(fields)).map((problem) => problem.replace(/^.* \| /, ""))).toEqual([
      "for is missing → it is a text, or a list",
    ]);
  });

  test("nor from one that another stands in for", () => {
    const text = other("for: bad, insteadOf: fix").replace("    for: bad\n", "");
    expect(said(text).map((problem) => problem.replace(/^.* \| /, ""))).toEqual([
      "for is missing → it is a text, or a list",
    ]);
  });
});

describe("a stand-in may be for some of the causes of the one that it stands in for", () => {
  const two = (text: string) =>
    text
      .replace("mitigation:", "  - { id: worse, title: w, when: pods.fail }\nmitigation:")
      .replace("    for: bad\n", "    for: [bad, worse]\n");
  test("and for no others", () => {
    expect(said(two(other("for: worse, insteadOf: fix")))).toEqual([]);
    expect(said(two(other("for: [worse, bad], insteadOf: fix")))).toEqual([]);
    const third = two(other("for: [worst, bad], insteadOf: fix"));
    expect(said(third.replace("mitigation:", "  - { id: worst, title: w, when: pods.fail }\nmitigation:"))).toEqual([
      "fix | it can never be proposed for worst: fix is not for that → fix is for bad, worse",
    ]);
  });
});

test("a stand-in for a stand-in is for the causes of that one", () => {
  const chain = (last: string) =>
    other("for: bad, insteadOf: fix")
      .replace("mitigation:", "  - { id: worse, title: w, when: pods.fail }\nmitigation:")
      .replace("    for: bad\n", "    for: [bad, worse]\n")
      .replace(
        "escalation:",
        `  - { id: last, for: ${last}, insteadOf: other, test.manual: { how: look } }\nescalation:`,
      );
  expect(said(chain("bad"))).toEqual([]);
  expect(said(chain("worse"))).toEqual([
    "other | it can never be proposed for worse: other is not for that → other is for bad",
  ]);
});

describe("parameters in conditions are those of the file", () => {
  const requires = (text: string, ...more: readonly (readonly [string, string])[]) =>
    said(changed(['requires: pods.status == "stuck"', `requires: ${text}`], ...more));
  test("with their types", () => {
    expect(requires("params.count > 3")).toEqual([]);
    expect(requires("params.cout > 3")).toEqual(["cout | params has no field cout → did you mean count?"]);
    expect(requires("params.target > 3")).toEqual(["params.target > 3 | these do not go together: a text > a number"]);
  });

  test("of which one whose type cannot be told may be anything", () => {
    const untyped = ["type: integer, optional", "type: whole, optional"] as const;
    expect(requires("params.count > 3", untyped).map((problem) => problem.replace(/ → .*/, ""))).toEqual([
      "whole | type must be one of string, integer, number, boolean, duration",
    ]);
  });
});

describe("what can never be so is told where it stands, each for itself", () => {
  test("a definition, and a cause that is built on it", () => {
    const text = changed(["broken: error_rate.fail && pods.fail", "broken: pods.pass && pods.fail"]);
    expect(said(text)).toEqual([
      `pods.pass && pods.fail | broken is false under every combination of verdicts → ${opposite}`,
      `broken && pods.ready < 3 | the cause bad is false under every combination of verdicts → ${opposite}`,
    ]);
  });

  test("a mitigation of a cause that is not there, or of one without a condition, can be proposed as far as this knows", () => {
    expect(said(other("for: [bad, nope], requires: pods.fail"))).toEqual([
      "nope | there is no cause nope → there is: bad",
    ]);
    expect(said(other("for: nope, requires: pods.fail && pods.pass"))).toEqual([
      "nope | there is no cause nope → there is: bad",
    ]);
    const none = changed(["    when: broken && pods.ready < 3\n", ""]);
    expect(said(none)).toEqual(["id: bad | when is missing → it is a text"]);
  });
});

describe("a cause that is called as a check is: in conditions the name is the check's", () => {
  test("so its own condition may read it, and has the check's fields", () => {
    const text = changed(["  - id: bad\n", "  - id: pods\n"], ["for: bad", "for: pods"]);
    expect(said(text)).toEqual([]);
    expect(said(text.replace("pods.ready < 3", "pods.redy < 3"))).toEqual([
      "redy | pods has no field redy → did you mean ready?",
    ]);
    // It is one name, and is told as one.
    expect(said(text.replace("broken && pods.ready", "broken && nope.ready"))).toEqual([
      "nope | there is nothing called nope here → there is: error_rate, pods, broken, params",
    ]);
  });

  test("and where it can never hold, that is told of it", () => {
    const text = changed(
      ["  - id: bad\n", "  - id: pods\n"],
      ["for: bad", "for: pods"],
      ["when: broken && pods.ready < 3", "when: pods.pass && pods.fail"],
    );
    expect(said(text)).toEqual([
      `pods.pass && pods.fail | the cause pods is false under every combination of verdicts → ${opposite}`,
    ]);
  });
});

describe("the conditions of a check's own", () => {
  const own = (text: string) => said(changed(['test.look: { query: "up[{{ window }}]" }', text]));
  test("are no arguments of its probe", () => {
    expect(own("test.look: { pass: ready > 2, count: 3 }")).toEqual([]);
  });

  test("are told where they stand, each by its name", () => {
    expect(own("test.look: { pass: [a], fail: 3, warn: rady > 2 }")).toEqual([
      "[a] | pass must be a condition → put it in quotes",
      "3 | fail must be a condition → put it in quotes",
      "rady | there is nothing called rady here → did you mean ready?",
    ]);
  });

  test("know nothing of other checks, of definitions or of parameters", () => {
    const known = "there is: value, ready, onsetAt, reasons, unhealthy, status";
    expect(own("test.look: { pass: error_rate.pass }")).toEqual([
      `error_rate | there is nothing called error_rate here → ${known}`,
    ]);
    expect(own("test.look: { pass: broken }")).toEqual([`broken | there is nothing called broken here → ${known}`]);
    expect(own("test.look: { pass: params.count > 3 }")).toEqual([
      `params | there is nothing called params here → ${known}`,
    ]);
  });
});

describe("arguments are told where they stand", () => {
  test("those that are no mapping, as that alone", () => {
    expect(scaled("test.scale: web")).toEqual(["web | test.scale must be a mapping"]);
    expect(scaled("test.scale: [web]")).toEqual(["[web] | test.scale must be a mapping"]);
  });

  test("a misspelt one, and the value behind it", () => {
    expect(scaled("test.scale: { taget: 3 }")).toEqual([
      "taget | unknown key taget → did you mean target?",
      "3 | target must be a text",
    ]);
  });

  test("a default that cannot be written into them, at the probe's name", () => {
    const text = changed(['test.look: { query: "up[{{ window }}]" }', 'test.look: { labels: "app={{ target }}" }']);
    expect(said(text.replace("default: api", 'default: "a,b"'))).toEqual([
      'test.look | parameter target (a,b): "a,b" is no label value',
    ]);
  });

  test("those that do not go together, under the name of what takes them", () => {
    const args = z
      .strictObject({ low: z.int(), high: z.int() })
      .refine(({ low, high }) => low <= high, { message: "low must not be above high" });
    const [look] = catalog.probes.values();
    const [scale] = catalog.actions.values();
    if (look === undefined || scale === undefined) throw new Error("the catalog is empty");
    const ranged = {
      probes: new Map(catalog.probes).set("test.range", { ...look, type: "test.range", args }),
      actions: new Map(catalog.actions).set("test.span", { ...scale, type: "test.span", args }),
    };
    const text = changed(
      ['test.look: { query: "up[{{ window }}]" }', "test.range: { low: 3, high: 2 }"],
      ['test.scale: { target: "{{ target }}", count: "{{ count }}" }', "test.span: { low: 2, high: 1 }"],
    );
    expect(said(text, ranged)).toEqual([
      "{ low: 3, high: 2 } | test.range: low must not be above high",
      "{ low: 2, high: 1 } | test.span: low must not be above high",
    ]);
  });

  test("those of an action, where it has no conditions", () => {
    expect(scaled("test.scale: { target: a, pass: ready > 2 }")).toEqual([
      "pass | unknown key pass → there is: target, count",
    ]);
    expect(scaled("test.scale: { count: 0 }")).toEqual([
      "test.scale | target is missing → it is a text",
      "0 | count must be at least 1",
    ]);
    expect(scaled('test.scale: { target: "{{ nope }}" }')).toEqual([
      "nope | there is no parameter nope → there is: target, window, count",
    ]);
  });
});
