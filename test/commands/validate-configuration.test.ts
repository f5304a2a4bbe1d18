import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { makeHome } from "./harness/home.ts";
import { runBigops } from "./harness/run-bigops.ts";

const home = makeHome();
afterAll(() => home.remove());
let made = 0;

async function validated(text: string, ...args: readonly string[]) {
  const cwd = join(home.path, `project-${(made += 1)}`);
  mkdirSync(cwd);
  writeFileSync(join(cwd, "bigops.yaml"), text);
  return runBigops(home, ["validate", ...args], { cwd });
}

const parameters = (written: string): string => `environments:
  staging:
    kubernetes: {}
    parameters: ${written}
`;

it.each([[[]], [["bigops.yaml"]]])(
  "parameters of the wrong type are told at their place, with validate %j",
  async (args) => {
    const { stdout, exitCode } = await validated(parameters("{ deployment: web, replicas: many }"), ...args);
    expect(exitCode).toBe(2);
    expect(stdout).toContain(
      'FAIL  bigops.yaml\nbigops.yaml:4:46 parameter replicas must be a whole number, not "many"',
    );
    expect(stdout).toMatch(/\| +\^{4}\n/);
    expect(stdout).toMatch(/→ it is one of .*\bfeature-store-down\b/);
    expect(stdout).toMatch(/^\d+ of \d+ files are valid$/m);
  },
);

it("values that no argument can take are told as well", async () => {
  const { stdout, exitCode } = await validated(parameters("{ window: 0s }"), "bigops.yaml");
  expect(exitCode).toBe(2);
  expect(stdout).toMatch(
    /^bigops\.yaml:4:27 parameter window does not fit: a range of a query must be longer than 0s$/m,
  );
  expect(stdout.match(/parameter window does not fit/g)).toHaveLength(1);
});

it("a name that no runbook has, and that is nearly one, is a remark", async () => {
  const { stdout, exitCode } = await validated(parameters("{ deploymnt: web, of-another: 3 }"), "bigops.yaml");
  expect(exitCode).toBe(0);
  expect(stdout).toContain("NOTE  bigops.yaml\nbigops.yaml:4:30 no runbook here has a parameter deploymnt");
  expect(stdout).toContain("→ did you mean deployment?");
  expect(stdout).not.toContain("of-another\n");
});

it("a folder of runbooks that cannot be read is a problem at its place, and hinders no other check", async () => {
  const { stdout, stderr, exitCode } = await validated("runbooks: [./nowhere]\n");
  expect(exitCode).toBe(2);
  expect(stdout).toMatch(/^bigops\.yaml:1:12 cannot read the runbook folder \S+nowhere: there is no such file/m);
  expect(stdout).toMatch(/^ok .*feature-store-down\.yaml$/m);
  expect(stderr).toBe("");
});

it("a configuration that is no YAML hinders no other check", async () => {
  const { stdout, exitCode } = await validated("environments: {\n");
  expect(exitCode).toBe(2);
  expect(stdout).toMatch(/^bigops\.yaml:\d+:\d+ \{ is not closed/m);
  expect(stdout).toMatch(/^ok .*feature-store-down\.yaml$/m);
});
