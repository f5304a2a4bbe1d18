import { describe, expect, test } from "vitest";
import { changed, said } from "./rules/said.ts";

/** What is said, without the places. */
const words = (...changes: readonly (readonly [from: string, to: string])[]): readonly string[] =>
  said(changed(...changes)).map((problem) => problem.replace(/^.*? \| /, "").replace(/ → .*$/, ""));

describe("an entry that is no mapping is told as that, and nothing is missing in it besides", () => {
  test.each([
    ["entry 3 of investigation", "define:", (entry: string) => `  - ${entry}\ndefine:`],
    ["entry 2 of causes", "mitigation:", (entry: string) => `  - ${entry}\nmitigation:`],
    ["entry 2 of mitigation", "escalation:", (entry: string) => `  - ${entry}\nescalation:`],
    ["entry 1 of escalation", "escalation:", (entry: string) => `escalation:\n  - ${entry}`],
  ])("%s", (name, before, put) => {
    for (const entry of ["web", "", "[web]", "3"])
      expect(words([before, put(entry)])).toEqual([`${name} must be a mapping`]);
  });
});

describe("an entry without an id is told once, and read as far as it can be", () => {
  test.each([
    ["a check", ["  - id: pods\n    needs: [error-rate]", "  - needs: [error-rat]"]],
    ["a cause", ["  - id: bad\n    title: bad {{ target }}", "  - title: bad {{ target }}"]],
    ["a mitigation", ["  - id: fix\n    for: bad", "  - for: [bad]"]],
  ] as const)("%s", (_, change) => {
    expect(words(change)).toEqual(["id is missing"]);
  });

  test("one whose id is no text has none", () => {
    expect(words(["  - id: pods\n", "  - id: 3\n"])).toEqual(["id must be a text"]);
    expect(words(["  - id: bad\n", "  - id: [bad]\n"])).toEqual(["id must be a text"]);
  });
});

describe("a check without its probe", () => {
  const look = '    needs: [error-rate]\n    test.look: { query: "up[{{ window }}]" }\n';
  const without = (text: string) => words([look, text]);

  test.each(["whatever: { a: 1 }", "whatever: {}", "whatever:", "constructor: {}"])(
    "may have it in a key that nobody knows and that has a mapping behind it, or nothing: %s",
    (text) => {
      expect(without(`    ${text}\n`)).toEqual([`unknown key ${text.split(":")[0]}`]);
    },
  );

  test.each(["whatever: [a]", "whatever: 3", "constructor: x"])("has it not in another: %s", (text) => {
    expect(without(`    ${text}\n`)).toEqual(["no probe is named", `unknown key ${text.split(":")[0]}`]);
  });

  test("has it not in a key of its own that is a mapping by mistake", () => {
    expect(without("    title: { a: b }\n")).toEqual(["no probe is named", "title must be a text"]);
  });
});

describe("a name that is not known is told beside what hides no names", () => {
  const unknown = "there is no check pod";
  test.each([
    ["a section without names of another shape", ["parameters:", "alerts: 3\nparameters:"], "alerts must be a list"],
    ["a field but the id", ["needs: [error-rate]", "retries: many"], "retries must be a number"],
    ["a step of the escalation", ["page: secondary", 'page: ""'], "page must not be empty"],
  ] as const)("%s", (_, change, other) => {
    expect(words(change, ["verify: [pods]", "verify: [pod]"]).toSorted()).toEqual([other, unknown].toSorted());
  });
});

test("a condition is told beside an entry that could not be read, but for the names that it may be called", () => {
  const text = ["define:\n", "  - web\ndefine:\n"] as const;
  expect(words(text, ["pods.ready < 3", "pods.redy < 3"])).toEqual([
    "entry 3 of investigation must be a mapping",
    "pods has no field redy",
  ]);
  expect(words(text, ["pods.ready < 3", "web.ready < 3"], ["parameters:", "alerts: 3\nparameters:"])).toEqual([
    "alerts must be a list",
    "entry 3 of investigation must be a mapping",
  ]);
});

test("arguments are told beside parameters that could not be read, but for the names of these", () => {
  expect(words(["parameters:", "settings:"], ['"{{ target }}", fail', '"{{ target }}", flag: 3, fail'])).toEqual([
    "unknown key settings",
    "flag must be true or false",
  ]);
});

test("a file that is no YAML is told that, and nothing else", () => {
  expect(words(["title: Small", "title: [Small"])).toHaveLength(1);
});

describe("a name that is not known may be that of an entry which could not be read", () => {
  test.each([
    [
      "a section of another shape",
      ["define:\n  broken: error_rate.fail && pods.fail", "define: 3"],
      "define must be a mapping",
    ],
    [
      "a definition that is no text",
      ["broken: error_rate.fail && pods.fail", "broken: [pods.fail]"],
      "broken must be a text",
    ],
    [
      "a definition's name",
      ["broken: error_rate.fail", "Broken: error_rate.fail"],
      "Broken: an id is lower-case words with hyphens between, e.g. error-rate",
    ],
    ["an entry that is no mapping", ["define:\n", "  - web\ndefine:\n"], "entry 3 of investigation must be a mapping"],
    [
      "an id",
      ["id: error-rate", "id: Error-Rate"],
      "id: an id is lower-case words with hyphens between, e.g. error-rate",
    ],
  ] as const)("%s", (_, change, only) => {
    expect(words(change, ["verify: [pods]", "verify: [pod]"], ["broken && pods.ready", "brokn && pods.ready"])).toEqual(
      [only],
    );
  });
});
