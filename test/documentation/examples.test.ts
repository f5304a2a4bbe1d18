import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { actions } from "../../src/actions/index.ts";
import { parseEnvironments } from "../../src/core/environment/parse-environments.ts";
import { parseRunbook } from "../../src/core/runbook/parse-runbook.ts";
import { formatProblems } from "../../src/core/source/problem.ts";
import { probes } from "../../src/probes/index.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const catalog = { probes, actions };

interface Example {
  readonly file: string;
  readonly text: string;
}

/** Every YAML block of every Markdown file of the project. */
function examples(): readonly Example[] {
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".md") && !/(^|\/)(node_modules|dist)\//.test(file),
  );
  return files.flatMap((file) =>
    [...readFileSync(join(root, file), "utf8").matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map((match) => ({
      file,
      text: match[1] ?? "",
    })),
  );
}

const runbooks = examples().filter(({ text }) => /^investigation:/m.test(text));
const environments = examples().filter(({ text }) => /^environments:/m.test(text));

describe("what the documentation tells people to copy", () => {
  test("there is a runbook and a bigops.yaml to copy", () => {
    expect(runbooks.length).toBeGreaterThan(0);
    expect(environments.length).toBeGreaterThan(0);
  });

  test.each(runbooks)("a runbook of $file is valid", ({ file, text }) => {
    const parsed = parseRunbook(text, file, catalog);
    expect(parsed.ok ? "" : formatProblems(parsed.problems)).toBe("");
  });

  test.each(environments)("a bigops.yaml of $file is valid", ({ file, text }) => {
    const parsed = parseEnvironments(text, file, root);
    expect(parsed.ok ? "" : formatProblems(parsed.problems)).toBe("");
  });

  test.each([...probes.values()].map(({ type, example }) => ({ type, example })))(
    "the example of $type is valid",
    ({ type, example }) => {
      const parsed = parseRunbook(
        around(`investigation:\n${indented(example)}\n  - id: a-symptom\n    http.health: { endpoint: x }`),
        type,
        catalog,
      );
      expect(parsed.ok ? "" : formatProblems(parsed.problems)).toBe("");
    },
  );

  test.each([...actions.values()].map(({ type, example }) => ({ type, example })))(
    "the example of $type is valid",
    ({ type, example }) => {
      const cause = /for: \[?([\w-]+)/.exec(example)?.[1] ?? "trouble";
      const investigation = "investigation:\n  - id: pods\n    kubernetes.pods: { deployment: feature-api }";
      const causes = `causes:\n  - { id: ${cause}, title: trouble, when: pods.fail }`;
      const text = around(
        `${investigation}\n${causes}\nmitigation:\n${indented(example.replace(/verify: \[.*\]/, "verify: [pods]"))}`,
      );
      const parsed = parseRunbook(text, type, catalog);
      expect(parsed.ok ? "" : formatProblems(parsed.problems)).toBe("");
    },
  );
});

function indented(text: string): string {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
}

/** A whole file around a part; the examples use these parameters. */
function around(part: string): string {
  const names = [...new Set([...part.matchAll(/\{\{\s*([\w-]+)\s*\}\}/g)].map((match) => match[1] ?? ""))];
  const durations = new Set(["window", "interval", "grace", "startup", "since"]);
  const parameters = names.map((name) =>
    name === "replicas"
      ? "  replicas: { type: integer, default: 3 }"
      : durations.has(name)
        ? `  ${name}: { type: duration, default: 2m }`
        : `  ${name}: { type: string, default: x }`,
  );
  const section = parameters.length === 0 ? "" : `parameters:\n${parameters.join("\n")}\n`;
  return `name: example\ntitle: An example\nseverity: P3\n${section}${part}\n`;
}
