import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { makeHome } from "./harness/home.ts";
import { runBigops } from "./harness/run-bigops.ts";

const home = makeHome();
afterAll(() => home.remove());
const BROKEN = "default: [\nenvironments: {";

/** A working folder with this bigops.yaml. */
function folderWith(name: string, text: string): string {
  const cwd = join(home.path, name);
  mkdirSync(cwd);
  writeFileSync(join(cwd, "bigops.yaml"), text);
  return cwd;
}

const broken = folderWith("broken", BROKEN);
const noFolder = folderWith("no-folder", "runbooks: [./nowhere]\n");
const sandbox = ["feature-store-down", "--env", "sandbox"];

it.each([
  ["a run", broken, ["run", ...sandbox, "--dry-run"]],
  ["a run where a folder of runbooks is missing", noFolder, ["run", ...sandbox, "--dry-run"]],
  ["a drill", broken, ["drill", "--fault", "none"]],
  ["a drill of a runbook", broken, ["drill", "feature-store-down", "--fault", "none"]],
  ["a preflight", broken, ["preflight", ...sandbox]],
])("the sandbox needs no configuration, and none that is broken hinders it: %s", async (_, cwd, args) => {
  const { stderr, exitCode } = await runBigops(home, args, { cwd });
  expect(exitCode).toBe(0);
  expect(stderr).not.toMatch(/not usable|cannot read|nowhere/);
});

it.each([
  [
    "a runbook that is not shipped",
    broken,
    ["run", "mine", "--env", "sandbox"],
    /bigops\.yaml is not usable: only the shipped runbooks are known/,
  ],
  [
    "a folder that is missing",
    noFolder,
    ["run", "mine", "--env", "sandbox"],
    /cannot read the runbook folder \S+nowhere: there is no such file/,
  ],
  [
    "an alert",
    broken,
    ["run", "--alert", "Nope", "--env", "sandbox"],
    /bigops\.yaml is not usable: only the shipped runbooks are known/,
  ],
])("it is said where it matters: %s", async (_, cwd, args, words) => {
  const { stderr, exitCode } = await runBigops(home, args, { cwd });
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(words);
});

it("every other environment needs it, and all that is wrong is told", async () => {
  const { stderr, exitCode } = await runBigops(home, ["run", "feature-store-down", "--env", "staging"], {
    cwd: broken,
  });
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/bigops\.yaml:\d+:\d+ /);
});
