import { describe, expect, test } from "vitest";
import { parseEnvironments } from "../../../src/core/environment/parse-environments.ts";
import { formatProblems } from "../../../src/core/source/problem.ts";

const parse = (environment: string) =>
  parseEnvironments(`environments:\n  a: ${environment}\n`, "bigops.yaml", "/work", "/home/ann");

/** What a person reads of what is wrong. */
function read(environment: string): string {
  const parsed = parse(environment);
  return parsed.ok ? "" : formatProblems(parsed.problems);
}

function messages(environment: string): readonly string[] {
  const parsed = parse(environment);
  return parsed.ok ? [] : parsed.problems.map(({ message, suggestion }) => `${message} (${suggestion})`);
}

describe("a secret in the text", () => {
  test("is shown as so many asterisks, with the rest of its line in its place", () => {
    expect(read(`{ prometheus: { url: "http://p", bearerToken: abcdef }, protected: true }`)).toContain(
      `a: { prometheus: { url: "http://p", bearerToken: ****** }, protected: true }`,
    );
  });

  test("keeps its lines where it has several", () => {
    expect(
      read(`\n    kafka:\n      brokers: [k]\n      ssl:\n        key: |\n          abc\n          de\n`),
    ).not.toMatch(/abc|de$/m);
  });

  test("does not keep other mistakes from being said", () => {
    expect(messages(`{ prometheus: { url: "http://p", bearerToken: abc }, protected: maybe }`)).toEqual([
      "bearerToken may not stand here itself (refer to it: bearerToken: { env: NAME } or bearerToken: { file: path })",
      "protected must be true or false (null)",
    ]);
  });

  test.each([
    "http://ann:hunter2@p",
    "https://token@p",
    "https://ann:pa/ss-word@p:1",
    " https://ann:hunter2@p",
    "HTTPS:/ann:hunter2@p",
    "https://ann:hun ter2@p",
  ])("is what a URL holds before its host: %s", (url) => {
    const said = "a URL may not hold credentials (write the URL without them, and bearerToken: { env: NAME })";
    expect(messages(`{ prometheus: { url: "${url}" } }`)).toEqual([said]);
  });

  test.each([
    `{ prometheus: { url: "https://p/?token=hunter2" } }`,
    `{ endpoints: { kv: "http://kv:8080/health?key=hunter2" } }`,
    `{ endpoints: { kv: " HTTP://kv#hunter2" } }`,
  ])("is what a URL holds as a query, which nobody would ask with: %s", (environment) => {
    const said = "a URL may not hold a query (write the URL up to it, and a token as bearerToken: { env: NAME })";
    expect(messages(environment)).toEqual([said]);
    expect(read(environment)).not.toContain("hunter2");
  });

  test("is no query in a parameter, which says what the reader wants", () => {
    expect(messages(`{ parameters: { url: "http://b?id=1", board: "http://b/?id=1" } }`)).toEqual([]);
  });

  test("is no sign in a path", () => {
    expect(messages(`{ prometheus: { url: "https://p:9090/at/ann@home" } }`)).toEqual([]);
  });

  test("is not what is not there", () => {
    for (const nothing of ["", '""', "null"])
      expect(read(`{ prometheus: { url: "http://p", bearerToken: ${nothing} } }`)).not.toContain("may not stand here");
  });

  test("in a file that is no YAML is as many asterisks, beside the name and the signs that show the slip", () => {
    const shown = read("{ password: hunter2\n  b: [");
    expect(shown).toContain("a: { password: *******");
    expect(shown).toContain("b: [");
  });
});

describe("what only is called like one", () => {
  test.each([
    [`{ parameters: { key: user_id, password: x, token: t } }`],
    [`{ endpoints: { key: "http://keys:8080", token-service: "http://tokens:8080" } }`],
  ])("is none where names are the reader's own: %s", (environment) => {
    expect(messages(environment)).toEqual([]);
  });

  test("is hidden all the same beside a mistake", () => {
    expect(read(`{ parameters: { api-key: abcdef }, protected: maybe }`)).toContain("api-key: ******");
  });
});

describe("behind a key that nobody knows", () => {
  test("a value may be a secret's, whose name is misspelt", () => {
    expect(read(`{ routng: abcdef }`)).toContain("routng: ******");
  });

  test("a whole mapping is none: what stands in it tells what was meant", () => {
    expect(read(`{ kubernets: { context: staging } }`)).toContain("kubernets: { context: staging }");
  });
});

test("a wrong value behind a known key is shown", () => {
  expect(read(`{ protected: maybe }`)).toContain("protected: maybe");
});
