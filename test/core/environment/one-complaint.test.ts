import { describe, expect, test } from "vitest";
import { maskedText } from "../../../src/core/environment/masked-text.ts";
import { parseEnvironments } from "../../../src/core/environment/parse-environments.ts";
import { formatProblems } from "../../../src/core/source/problem.ts";

const parse = (text: string) => parseEnvironments(text, "bigops.yaml", "/work", null);
function messages(text: string): readonly string[] {
  const parsed = parse(text);
  return parsed.ok ? [] : parsed.problems.map(({ message }) => message);
}
const inOne = (environment: string) => `environments: { a: ${environment} }\n`;

describe("one slip is one complaint", () => {
  test.each([
    ["an empty URL", inOne('{ prometheus: { url: "" } }'), "url must not be empty"],
    ["an empty path", inOne('{ kubernetes: { kubeconfig: "" } }'), "kubeconfig must not be empty"],
    ["a URL where none belongs", inOne("{ url: nope }"), "unknown key url"],
    ["an empty default", 'default: ""\nenvironments: { a: {} }', "default must not be empty"],
    ["a default behind a section that nobody knows", "default: staging\nplaces: { staging: {} }", "unknown key places"],
    ["a default of no environments at all", "default: staging\n", "there is no environment staging"],
  ])("%s", (_, text, message) => {
    expect(messages(text)).toEqual([message]);
  });

  test("a runbook's parameters may be called as anything, and hold anything", () => {
    expect(messages(inOne('{ parameters: { url: nope, kubeconfig: ~/k, jar: "", file: ~ } }'))).not.toContain(
      "this is no http or https URL",
    );
    expect(messages(inOne('{ parameters: { url: nope, kubeconfig: ~/k, jar: "~/j" } }'))).toEqual([]);
  });
});

test("what stands behind a misspelt name is not shown, whichever was meant", () => {
  const sasl = "{ mechanism: plain, usernam: hunter, password: { env: X } }";
  const parsed = parse(inOne(`{ kafka: { brokers: [k], sasl: ${sasl} } }`));
  expect(parsed.ok ? "" : formatProblems(parsed.problems)).toContain("usernam: ******,");
});

describe("of a file that cannot be read names are shown, and values only of names that hold no secret", () => {
  test.each([
    ["default: staging\n"],
    ["default:   staging\n"],
    ['context: "staging"\n'],
    ["namespace: 'ml'\n"],
    ["a: { context: staging, port: 8080 }\n"],
    ["protected: true"],
  ])("%j is shown", (text) => {
    expect(maskedText(text)).toBe(text);
  });

  test.each([
    ["password: hunter2\n", "password: *******\n"],
    ["context: hunter2 and more\n", "context: ******* *** ****\n"],
    ["context:\n  hunter2\n", "context:\n  *******\n"],
    ["default: x\npassword: hunter2", "default: x\npassword: *******"],
    ["hunter2\n", "*******\n"],
  ])("%j is shown as %j", (text, shown) => {
    expect(maskedText(text)).toBe(shown);
  });
});
