import { describe, expect, test } from "vitest";
import { changed, said } from "./said.ts";

const opposite = "a check that fails does not pass, and the other way round";
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
  const scaled = (text: string) =>
    said(changed(['test.scale: { target: "{{ target }}", count: "{{ count }}" }', text]));
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
