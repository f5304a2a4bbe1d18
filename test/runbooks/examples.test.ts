import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { actions } from "../../src/actions/index.ts";
import { parseEnvironments } from "../../src/core/environment/parse-environments.ts";
import { parseRunbook } from "../../src/core/runbook/parse-runbook.ts";
import { formatProblems } from "../../src/core/source/problem.ts";
import { probes } from "../../src/probes/index.ts";

const root = new URL("../../", import.meta.url);
const catalog = { probes, actions };

function problemsOf(text: string, file: string): string {
  const parsed = /^environments:/m.test(text) ? parseEnvironments(text, file, "/") : parseRunbook(text, file, catalog);
  return parsed.ok ? "" : formatProblems(parsed.problems);
}

describe("shipped runbooks", () => {
  const folder = new URL("runbooks/", root);
  test.each(readdirSync(folder).filter((name) => name.endsWith(".yaml")))(
    "%s is valid and called like its file",
    (name) => {
      const parsed = parseRunbook(readFileSync(new URL(name, folder), "utf8"), name, catalog);
      expect(parsed.ok ? `${parsed.runbook.name}.yaml` : formatProblems(parsed.problems)).toBe(name);
    },
  );
});

/** Whole files in the documentation: fenced as yaml, with a runbook's or a configuration's top-level keys. */
function documented(): readonly (readonly [place: string, text: string])[] {
  const files = readdirSync(root).filter((name) => name.endsWith(".md"));
  return files.flatMap((name) => {
    const text = readFileSync(new URL(name, root), "utf8");
    return [...text.matchAll(/^```ya?ml\n(.*?)^```/gms)]
      .filter(([, body = ""]) => /^(?:investigation|environments):/m.test(body))
      .map((match) => [`${name}:${text.slice(0, match.index).split("\n").length}`, match[1] ?? ""] as const);
  });
}

test("files in the documentation are valid", () => {
  expect(
    documented()
      .map(([place, text]) => problemsOf(text, place))
      .filter((problem) => problem !== ""),
  ).toEqual([]);
});

/** An example fills in a runbook that has every parameter and check which examples name. */
const FRAME = `name: frame
title: Frame
severity: P4
parameters:
  deployment: { type: string, default: feature-api }
  service: { type: string, default: kv-store }
  replica: { type: string, default: kv-store-replica }
  window: { type: duration, default: 2m }
  job: { type: string, default: zipline-streaming }
  group: { type: string, default: zipline-consumer }
  topics: { type: string, default: features }
`;

const indented = (example: string): string => example.trimEnd().replace(/^/gm, "  ");

describe("examples of probes and actions", () => {
  test.each([...probes])("%s", (_, probe) => {
    expect(
      problemsOf(
        `${FRAME}investigation:\n${indented((probe as { example: string }).example)}\n  - id: other\n    kubernetes.pods: { deployment: a }\n`,
        probe.type,
      ),
    ).toBe("");
  });

  test.each([...actions])("%s", (_, action) => {
    const causes = /for: ([\w-]+)/.exec(action.example)?.[1] ?? "";
    const text = `${FRAME}investigation:
  - id: pods
    kubernetes.pods: { deployment: a }
  - id: error-rate
    kubernetes.pods: { deployment: a }
  - id: kv
    http.health: { endpoint: kv-store }
${["job", "lag", "checkpoints", "firing-alerts"].map((id) => `  - { id: ${id}, http.health: { endpoint: ${id} } }`).join("\n")}
causes:
  - { id: ${causes}, title: it, when: pods.fail }
mitigation:
${indented(action.example)}
`;
    expect(problemsOf(text, action.type)).toBe("");
  });
});
