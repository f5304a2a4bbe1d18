import { describe, expect, test } from "vitest";
import { parseRunbook } from "../../../src/core/runbook/parse-runbook.ts";
import { formatProblems } from "../../../src/core/source/problem.ts";
import { catalog, VALID } from "./small-catalog.ts";

const WHOLE = `name: small
title: Small
severity: P2
alerts:
  - SmallDown
  - { name: SmallSlow, severity: P4, labels: { team: ml } }
symptoms: [People wait]
parameters:
  pause: { type: duration, default: 20s, description: Between samples, label: pause_label }
investigation:
  - id: error-rate
    title: The share of errors
    role: symptom
    timeout: 90s
    retries: 2
    test.look: { target: api, pass: value < 0.1, fail: value > 0.1, warn: value > 0.05 }
  - id: pods
    role: evidence
    test.look: { count: 3 }
causes:
  - id: bad
    title: It is bad
    when: error_rate.fail
    explains: [error-rate, { error-rate: pods.fail }]
mitigation:
  - id: fix
    for: [bad]
    guard: [pods]
    note: { bad: take care }
    test.manual: { how: look }
  - id: other
    for: bad
    insteadOf: fix
    note: mind the gap
    test.manual: { how: look elsewhere }
escalation:
  - { when: pods.fail, page: vendor }
verification: { passes: 5, interval: " {{ pause }} ", within: " {{ pause }} " }
`;

function read(text: string) {
  const parsed = parseRunbook(text, "small.yaml", catalog);
  if (!parsed.ok) throw new Error(formatProblems(parsed.problems));
  return parsed.runbook;
}

test("a file that says all that may be said is read as it says", () => {
  const runbook = read(WHOLE);
  expect(runbook).toMatchObject({
    severity: "P2",
    alerts: [
      { name: "SmallDown", severity: "P2", labels: {} },
      { name: "SmallSlow", severity: "P4", labels: { team: "ml" } },
    ],
    symptoms: ["People wait"],
    parameters: {
      pause: { type: "duration", default: "20s", required: true, description: "Between samples", label: "pause_label" },
    },
    define: {},
    escalation: [{ afterMs: null, when: "pods.fail", page: "vendor" }],
    verification: { passes: 5, interval: "{{ pause }}", within: "{{ pause }}" },
  });
  expect(runbook.investigation).toEqual([
    {
      id: "error-rate",
      title: "The share of errors",
      role: "symptom",
      probe: "test.look",
      args: { target: "api" },
      expect: { pass: "value < 0.1", fail: "value > 0.1", warn: "value > 0.05" },
      timeoutMs: 90_000,
      retries: 2,
      needs: [],
    },
    {
      id: "pods",
      title: "looks",
      role: "evidence",
      probe: "test.look",
      args: { count: 3 },
      expect: { pass: null, fail: null, warn: null },
      timeoutMs: null,
      retries: 0,
      needs: [],
    },
  ]);
  expect(runbook.causes).toEqual([
    {
      id: "bad",
      title: "It is bad",
      when: "error_rate.fail",
      because: "It is bad",
      explains: [
        { check: "error-rate", when: null },
        { check: "error-rate", when: "pods.fail" },
      ],
    },
  ]);
  const nothing = { action: "test.manual", requires: null, verify: [], for: ["bad"] };
  expect(runbook.mitigation).toStrictEqual([
    { ...nothing, id: "fix", args: { how: "look" }, guard: ["pods"], note: null, notes: { bad: "take care" } },
    { ...nothing, id: "other", args: { how: "look elsewhere" }, insteadOf: "fix", note: "mind the gap" },
  ]);
});

describe("in a folder a runbook is called as its file is", () => {
  const problems = (calledAs: string | null, text = VALID) => {
    const parsed = parseRunbook(text, "large.yaml", catalog, calledAs);
    return parsed.ok
      ? []
      : parsed.problems.map(({ line, column, message, suggestion }) => [line, column, message, suggestion]);
  };

  test("which is nothing to say where it is, or where the file was named by itself", () => {
    expect([problems("small"), problems(null)]).toEqual([[], []]);
  });

  test("nor where it has no name, which is said by itself", () => {
    const unnamed = problems("large", VALID.replace("name: small\n", "")).map(([, , message]) => message);
    expect(unnamed).toEqual(["name is missing"]);
    const numbered = problems("large", VALID.replace("name: small", "name: 3")).map(([, , message]) => message);
    expect(numbered).toEqual(["name must be a text"]);
  });

  test("or else it is said what to do", () => {
    expect(problems("large")).toEqual([
      [
        1,
        7,
        'the runbook is called "small", and its file "large"; in a folder of runbooks both are one',
        "write name: large, or call the file small.yaml",
      ],
    ]);
  });
});
