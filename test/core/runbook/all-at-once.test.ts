import { describe, expect, test } from "vitest";
import { parseRunbook } from "../../../src/core/runbook/parse-runbook.ts";
import { catalog, VALID } from "./small-catalog.ts";

/** What is said of the valid runbook with some parts replaced: "line message". */
function said(...changes: readonly (readonly [from: string, to: string])[]): readonly string[] {
  const text = changes.reduce((sofar, [from, to]) => {
    if (!sofar.includes(from)) throw new Error(`the valid runbook has no ${from}`);
    return sofar.replace(from, to);
  }, VALID);
  const parsed = parseRunbook(text, "small.yaml", catalog);
  return parsed.ok ? [] : parsed.problems.map(({ line, message }) => `${line} ${message}`);
}

describe("one slip hides no other of the same entry", () => {
  test.each([
    [
      "a check with an unknown key, and what it needs",
      [["needs: [error-rate]", "colour: red\n    needs: [error-rat]"]],
      ["12 unknown key colour", "13 there is no check error-rat"],
    ],
    [
      "a misspelt key, and what stands behind it",
      [["needs: [error-rate]", "need: [error-rat]"]],
      ["12 unknown key need", "12 there is no check error-rat"],
    ],
    [
      "a check with a bad field, and without a probe",
      [
        ["needs: [error-rate]", "timeout: soon"],
        ['    test.look: { query: "up[{{ window }}]" }\n', ""],
      ],
      ["11 no probe is named", "12 timeout: not a duration; write 90s, 2m or 1h30m"],
    ],
    [
      "an unknown key that is no probe, and no probe",
      [['    test.look: { query: "up[{{ window }}]" }\n', "    colour: red\n"]],
      ["11 no probe is named", "13 unknown key colour"],
    ],
    [
      "a cause with an unknown key, and its condition",
      [
        ["title: bad {{ target }}", "colour: red\n    title: bad {{ tarket }}"],
        ["pods.ready < 3", "pods.redy < 3"],
      ],
      ["18 unknown key colour", "19 there is nothing called tarket here", "20 pods has no field redy"],
    ],
    [
      "a cause with a bad field, and its condition",
      [
        ["title: bad {{ target }}", 'title: ""'],
        ["pods.ready < 3", "pods.redy < 3"],
      ],
      ["18 title must not be empty", "19 pods has no field redy"],
    ],
    [
      "a mitigation with an unknown key, and its references",
      [
        ["for: bad", "for: bat\n    colour: red"],
        ["verify: [pods]", "verify: [pod]"],
      ],
      ["23 there is no cause bat", "24 unknown key colour", "27 there is no check pod"],
    ],
    [
      "a mitigation whose checks are no list, and what it requires",
      [
        ["verify: [pods]", "verify: pods"],
        ["pods.status ==", "pods.stat =="],
      ],
      ["24 pods has no field stat", "26 verify must be a list"],
    ],
    [
      "a step with a bad page, and no moment",
      [["{ after: 10m, page: secondary }", '{ page: "" }']],
      ["28 a step has either after or when", "28 page must not be empty"],
    ],
    [
      "a parameter with an unknown key, and its default",
      [["type: duration, default: 2m", "type: duration, default: 2q, colour: red"]],
      ["6 the default of window is no duration such as 90s or 2m", "6 unknown key colour"],
    ],
    [
      "arguments with an unknown key, one of another type, and a place for no parameter",
      [['{ query: "up[{{ window }}]" }', '{ query: "up[{{ windw }}]", colour: red, list: many, mode: fst }']],
      [
        "13 there is no parameter windw",
        "13 unknown key colour",
        "13 list must be a list",
        "13 mode must be one of fast, slow",
      ],
    ],
    [
      "a misspelt argument, and its value",
      [['{ query: "up[{{ window }}]" }', "{ cout: many }"]],
      ["13 unknown key cout", "13 count must be a number"],
    ],
    [
      "an unknown section, where the parameters are there",
      [
        ["severity: P3", "severity: P3\ncolour: red"],
        ["[{{ window }}]", "[{{ windw }}]"],
      ],
      ["4 unknown key colour", "14 there is no parameter windw"],
    ],
    [
      "an unknown section, where all that have names are there",
      [
        ["severity: P3", "severity: P3\ncolour: red"],
        ["needs: [error-rate]", "needs: [error-rat]"],
        ["broken && pods.ready", "brokn && pods.ready"],
        ["for: bad", "for: bat"],
      ],
      [
        "4 unknown key colour",
        "13 there is no check error-rat",
        "20 there is nothing called brokn here",
        "24 there is no cause bat",
      ],
    ],
    [
      "a parameter with an unknown key, and a place for no parameter",
      [
        ["type: duration, default: 2m", "type: duration, default: 2m, colour: red"],
        ["[{{ window }}]", "[{{ windw }}]"],
      ],
      ["13 there is no parameter windw", "6 unknown key colour"],
    ],
    [
      "a misspelt section, and what stands in it",
      [
        ["escalation:", "escalaton:"],
        ["after: 10m", "after: soon"],
        ["for: bad", "for: bat"],
      ],
      ["23 there is no cause bat", "27 unknown key escalaton", "28 after: not a duration; write 90s, 2m or 1h30m"],
    ],
  ] as const)("%s", (_, changes, expected) => {
    expect(said(...changes).toSorted()).toEqual([...expected].toSorted());
  });
});

describe("one slip is one complaint", () => {
  test.each([
    ["a misspelt section of parameters", [["parameters:", "paramters:"]], ["4 unknown key paramters"]],
    ["a misspelt section of checks", [["investigation:", "investigaton:"]], ["8 unknown key investigaton"]],
    [
      "a section of checks under a name like none",
      [["investigation:", "looks:"]],
      ["1 investigation is missing", "8 unknown key looks"],
    ],
    [
      "checks that are no list",
      [["investigation:\n", "investigation: 3\nwhatever:\n"]],
      ["8 investigation must be a list", "9 unknown key whatever"],
    ],
    [
      "a parameter's type that is none",
      [["type: duration,", "type: span,"]],
      ["6 type must be one of string, integer, number, boolean, duration"],
    ],
    [
      "parameters that are no mapping, though all is built on them",
      [
        ["  target: { type", "  - { name: target, type"],
        ["  window: { type", "  - { name: window, type"],
        ["  count: { type", "  - { name: count, type"],
        ["pods.ready < 3", "pods.ready < params.count"],
        ["page: secondary }", 'page: secondary }\nverification: { interval: "{{ window }}" }'],
      ],
      ["5 parameters must be a mapping"],
    ],
    ["a section of parameters under a name like none", [["parameters:", "settings:"]], ["4 unknown key settings"]],
    ["a section of definitions under a name like none", [["define:", "shorthands:"]], ["14 unknown key shorthands"]],
    ["a section of causes under a name like none", [["causes:", "whatever:"]], ["16 unknown key whatever"]],
    [
      "a section of mitigations under a name like none, which may be that of definitions as well",
      [
        ["define:\n  broken: error_rate.fail && pods.fail\n", ""],
        ["mitigation:", "whatever:"],
      ],
      ["19 unknown key whatever"],
    ],
    [
      "one of a parameter that a sentence names",
      [["type: string, default: api", "type: text, default: api"]],
      ["5 type must be one of string, integer, number, boolean, duration"],
    ],
    [
      "a definition of nothing",
      [["broken: error_rate.fail && pods.fail", 'broken: ""']],
      ["15 broken must not be empty"],
    ],
    ["a misspelt type key", [["{ type: duration,", "{ tpye: duration,"]], ["6 unknown key tpye"]],
    ["a misspelt probe", [["    test.look: { query", "    test.lok: { query"]], ["13 unknown key test.lok"]],
    ["a misspelt moment", [["{ after: 10m", "{ aftr: 10m"]], ["28 unknown key aftr"]],
    ["a misspelt id", [["  - id: pods", "  - idd: pods"]], ["11 unknown key idd"]],
  ] as const)("%s", (_, changes, expected) => {
    expect(said(...changes)).toEqual(expected);
  });

  test.each([
    ["a list", "- a\n", "1 the file must be a mapping"],
    ["a text", "hello\n", "1 the file must be a mapping"],
  ])("a file that is %s", (_, text, expected) => {
    const parsed = parseRunbook(text, "small.yaml", catalog);
    expect(parsed.ok ? [] : parsed.problems.map(({ line, message }) => `${line} ${message}`)).toEqual([expected]);
  });

  test.each(["", " web", " [web]"])("arguments that are no mapping: %j", (written) => {
    expect(said(['test.look: { query: "up[{{ window }}]" }', `test.look:${written}`])).toEqual([
      "13 test.look must be a mapping",
    ]);
  });

  test("a key beside the one that it is nearly stays unknown", () => {
    expect(said(["title: Small", "title: Small\ntitel: Smaller"])).toEqual(["3 unknown key titel"]);
  });
});
