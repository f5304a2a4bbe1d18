import { expect, test } from "vitest";
import { judgeCommand } from "../../../src/probes/command/judge-command.ts";
import { redactOutput } from "../../../src/probes/command/redact-output.ts";

const answer = (exitCode: number, stdout = "", stderr = "") =>
  judgeCommand({ exitCode, stdout, stderr, truncated: false, durationMs: 1_500 });

test.each([
  [0, "pass"],
  [1, "fail"],
  [126, "error"],
  [127, "error"],
  [137, "fail"],
])("exit code %i: %s", (exitCode, verdict) => {
  expect(answer(exitCode).verdict).toBe(verdict);
});

test("a program whose output was cut off may have failed by that alone", () => {
  const cut = {
    exitCode: 1,
    stdout: "y\n",
    stderr: "yes: standard output: Broken pipe",
    truncated: true,
    durationMs: 5,
  };
  expect(judgeCommand(cut).verdict).toBe("inconclusive");
  expect(judgeCommand({ ...cut, exitCode: 127 }).verdict).toBe("error");
});

test("what it said stands in the summary of a failure", () => {
  expect(answer(1, "", "no such job\n").summary).toBe("exit code 1: no such job");
  expect(answer(0, "RUNNING\n").observed).toMatchObject({ exitCode: 0, stdout: "RUNNING\n", durationSeconds: 1.5 });
});

test.each([
  ["password=hunter2 next", "hunter2"],
  ['{"api_key": "abcdef"}', "abcdef"],
  ["Authorization: Bearer abc.def-ghi123", "abc.def-ghi123"],
  ["postgres://bob:hunter2@db/x", "hunter2"],
  ["token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig", "eyJhbGci"],
  ["psql --password hunter2 --host db", "hunter2"],
  ["Set-Cookie: session=abc; csrf=xyz", "xyz"],
  ["key sk_live_abcdefgh12", "abcdefgh12"],
  ["pwd=hunter2", "hunter2"],
  ["db_pass=hunter2", "hunter2"],
  ["GET /b?sig=aGVsbG8td29ybGQtMTIz%3D", "aGVsbG8"],
  ['password="hunter2 and more', "more"],
  ["password: hunter", "hunter"],
  ["-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----", "MIIE"],
])("no secret stays in %s", (output, secret) => {
  const kept = redactOutput(output);
  expect(kept).not.toContain(secret);
  expect(kept).toContain("‹hidden›");
});

test.each([
  '{"max_tokens": 4096}',
  "basic authentication failed",
  'unexpected token: "by"',
  "user_30d_bookings has 12345678901 rows of ada@example.com",
])("what is none stays: %s", (output) => {
  expect(redactOutput(output)).toBe(output);
});

test("what stands behind a secret stays", () => {
  expect(redactOutput('{"password":"hunter2","lag":5}')).toBe('{"password":‹hidden›,"lag":5}');
  expect(redactOutput('{"password":"hunter2"} lag')).toBe('{"password":‹hidden›} lag');
});

test("output is bounded and harmless to print", () => {
  expect(redactOutput("x".repeat(100_000)).length).toBeLessThan(4_100);
  expect(redactOutput("\u001B[2Jgone")).toBe("gone");
});
