import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { makeHome } from "./harness/home.ts";
import { runBigops } from "./harness/run-bigops.ts";

const home = makeHome();
afterAll(() => home.remove());
const sandbox = ["run", "feature-store-down", "--env", "sandbox", "--dry-run"];

describe("whoever reads JSON learns of a command that could not be begun", () => {
  it.each<readonly [string, readonly string[], string, string | null]>([
    ["an unknown option", [...sandbox, "--nope"], "unknown option '--nope'", null],
    ["a misspelt option", [...sandbox, "--dry-rum"], "unknown option '--dry-rum'", "Did you mean --dry-run?"],
    ["an argument too many", [...sandbox, "nope"], "too many arguments for 'run'", null],
    ["a bad value", [...sandbox, "--timeout", "soon"], "--timeout soon is no duration", "e.g. 10s, 1m"],
    [
      "a format that is none besides",
      [...sandbox, "--output", "jsn=x"],
      'there is no output format "jsn". Did you mean "json"?',
      "there are: text, json, events, junit",
    ],
    ["an unknown runbook", ["run", "nope"], 'there is no runbook "nope".', "there are: "],
    [
      "no runbook",
      ["run"],
      "missing required argument 'runbook'",
      "give a name or a file, or --alert NAME; bigops list shows what there is",
    ],
    ["an unknown run to go on with", ["resume", "fsd-none"], 'there is no run "fsd-none" in ', "there are no runs yet"],
    ["an unknown run to undo", ["undo", "fsd-none"], 'there is no run "fsd-none" in ', "there are no runs yet"],
    ["an unknown run to show", ["show", "fsd-none"], 'there is no run "fsd-none" in ', "there are no runs yet"],
  ])("%s: the document of a run", async (_, args, message, hint) => {
    const { stdout, stderr, exitCode } = await runBigops(home, [...args, "--output", "json"]);
    expect(exitCode).toBe(2);
    const document = JSON.parse(stdout) as {
      readonly error: { readonly message: string; readonly hint: string | null };
    };
    expect(document).toMatchObject({ schema: "bigops.run/v1", run: null, outcome: "usage", exitCode: 2, checks: [] });
    expect(document.error.message).toContain(message);
    if (hint === null) expect(document.error.hint).toBeNull();
    else expect(document.error.hint).toContain(hint);
    expect(stderr).toContain(message);
  });

  it.each([
    ["list", ["list", "--nope"]],
    ["runs", ["runs", "--nope"]],
    ["drill", ["drill", "nope"]],
    ["preflight", ["preflight", "nope"]],
    ["validate", ["validate", "--nope"]],
    ["an unknown command", ["rnu"]],
  ])("%s: an object that says so", async (_, args) => {
    const { stdout, exitCode } = await runBigops(home, [...args, "--output=json"]);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: "bigops.failure/v1",
      outcome: "usage",
      exitCode: 2,
      error: { message: expect.any(String) as string },
    });
  });

  it("in a file, too", async () => {
    const { stdout } = await runBigops(home, [...sandbox, "--output", "json=failed.json", "--nope"]);
    expect(stdout).toBe("");
    expect(JSON.parse(readFileSync(join(home.cwd, "failed.json"), "utf8"))).toMatchObject({ outcome: "usage" });
  });

  it.each([
    ["run", [...sandbox, "--nope"]],
    ["preflight", ["preflight", "--nope"]],
  ])("%s: JUnit has a test case in error", async (command, args) => {
    const { stdout, exitCode } = await runBigops(home, [...args, "--output", "junit"]);
    expect(exitCode).toBe(2);
    expect(stdout).toContain('tests="1" failures="0" errors="1" skipped="0"');
    expect(stdout).toContain(`<testcase name="bigops ${command}"`);
    expect(stdout).toContain('<error message="unknown option &apos;--nope&apos;" type="usage">');
  });

  it.each([
    ["of events there are none", [...sandbox, "--nope", "--output", "events"]],
    ["the screen has said it", [...sandbox, "--nope", "--output", "text"]],
    ["two formats could not be told apart", [...sandbox, "--output", "json", "--output", "junit"]],
    ["the help is no failure", ["run", "--help", "--output", "json"]],
    ["an export's output is a file", ["runs", "export", "fsd-none", "--output", "json"]],
    ["what stands behind -- is no option", [...sandbox, "--nope", "--", "--output", "json"]],
  ])("%s", async (_, args) => {
    expect((await runBigops(home, args)).stdout).not.toMatch(/^[{<]/);
  });
});

describe("a report that cannot be written is refused before anything is asked", () => {
  mkdirSync(join(home.cwd, "reports"));
  writeFileSync(join(home.cwd, "file"), "");

  it.each([
    [
      "a folder",
      ["--output", "json=reports"],
      /--output json=reports: reports is a folder\n {2}name a file, e\.g\. reports\/report/,
    ],
    ["a folder that is not there", ["--output", "junit=nowhere/x.xml"], /there is no folder nowhere/],
    ["a file as a folder", ["--output", "junit=file/x.xml"], /there is no folder file/],
    ["a name that is too long", ["--output", `json=${"x".repeat(300)}`], /cannot be written: the name is too long/],
    [
      "one file for two",
      ["--output", "json=same", "--output", "junit=./same"],
      /two formats in one file: json=same, junit=\.\/same/,
    ],
  ])("%s", async (_, args, words) => {
    const { stdout, stderr, exitCode } = await runBigops(home, [...sandbox, ...args]);
    expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 2 });
    expect(stderr).toMatch(words);
    expect(stderr).not.toMatch(/error-rate|\bE[A-Z]{4,}\b/);
    expect(existsSync(home.stateDir) ? readdirSync(home.stateDir) : []).toEqual([]);
  });

  it.skipIf(process.getuid?.() === 0)("a folder that is not ours", async () => {
    mkdirSync(join(home.cwd, "theirs"));
    chmodSync(join(home.cwd, "theirs"), 0o500);
    const { stderr, exitCode } = await runBigops(home, [...sandbox, "--output", "json=theirs/x.json"]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/theirs\/x\.json cannot be written: permission denied/);
  });
});
