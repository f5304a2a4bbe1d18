import { expect, test } from "vitest";
import { judgeCommand } from "../../../src/probes/command/judge-command.ts";
import { redactOutput } from "../../../src/probes/command/redact-output.ts";

function judge(exitCode: number, stdout = "", stderr = "", truncated = false) {
  const { verdict, summary, flip } = judgeCommand({ exitCode, stdout, stderr, truncated, durationMs: 5 });
  return [verdict, summary, flip];
}

test.each([
  ["passes without a word on its output", [0, "all well"], ["pass", "exit code 0", "another exit code"]],
  ["fails with what it complained of", [3, "out", "err\n"], ["fail", "exit code 3: err", "exit code 0"]],
  ["fails with its output, where it did not complain", [1, "no lag"], ["fail", "exit code 1: no lag", "exit code 0"]],
  ["fails without a word", [1], ["fail", "exit code 1", "exit code 0"]],
  ["is not there", [127, "", "no such"], ["error", "could not be started: exit code 127: no such", null]],
  ["may not be run", [126], ["error", "could not be started: exit code 126", null]],
  ["was cut off in its output", [1, "y", "", true], ["inconclusive", "exit code 1: y", "exit code 0"]],
  ["passes though it was cut off", [0, "y", "", true], ["pass", "exit code 0", "another exit code"]],
] as readonly [string, Parameters<typeof judge>, readonly unknown[]][])(
  "a program that %s",
  (_what, answer, judged) => {
    expect(judge(...answer)).toEqual(judged);
  },
);

test("the exit code is the evidence; that output is missing is noted", () => {
  const answer = { exitCode: 2, stdout: "", stderr: "", truncated: false, durationMs: 5 };
  expect(judgeCommand(answer)).toMatchObject({ evidence: [{ what: "exit code", value: 2, limit: 0 }], notes: [] });
  expect(judgeCommand({ ...answer, truncated: true }).notes).toEqual(["its output was longer than what is kept"]);
});

test("no secret of what it said stands in the summary", () => {
  expect(judge(1, "", "password=hunter2 refused")).toEqual([
    "fail",
    "exit code 1: password=‹hidden› refused",
    "exit code 0",
  ]);
});

test("four thousand characters are kept as they are, of more the beginning", () => {
  expect(redactOutput("x".repeat(4_000))).toBe("x".repeat(4_000));
  expect(redactOutput("x".repeat(4_001))).toBe(`${"x".repeat(4_000)}…`);
});

test("a secret that reaches over the end of what is kept is hidden all the same", () => {
  const kept = redactOutput(`${"x ".repeat(1_995)}password=${"z".repeat(500)} more`);
  expect(kept).not.toContain("z");
});
