import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { makeHome } from "./harness/home.ts";
import { runBigops } from "./harness/run-bigops.ts";

const home = makeHome();
afterAll(() => home.remove());
mkdirSync(join(home.cwd, "folder"));
writeFileSync(join(home.cwd, "file"), "");

/** The system's own codes say nothing to a person. */
const CODES = /\b(ENOENT|EISDIR|EACCES|ENOTDIR|EEXIST|EPERM)\b/;
const dryRun = ["run", "feature-store-down", "--env", "sandbox", "--dry-run"];

describe("a file that cannot be used is said in words", () => {
  const cases: readonly (readonly [string, readonly string[], readonly RegExp[]])[] = [
    ["a missing file to validate", ["validate", "missing.yaml"], [/cannot read missing\.yaml: there is no such file/]],
    ["a folder to validate", ["validate", "folder"], [/cannot read folder: it is a directory/, /give the files/]],
    [
      "a folder as a runbook",
      ["run", "./folder"],
      [/cannot read the runbook folder: it is a directory/, /bigops list/],
    ],
    ["a missing runbook file", ["run", "./mine.yaml"], [/no runbook file \.\/mine\.yaml/, /bigops list/]],
    [
      "a state folder that is a file, to list",
      ["runs", "--state-dir", "file"],
      [/cannot use \S+file\/runs: a part of/, /--state-dir/],
    ],
    [
      "a state folder that is a file, to show",
      ["show", "fsd-0000", "--state-dir", "file"],
      [/a part of that path is a file/],
    ],
    [
      "a state folder that is a file, to prune",
      ["runs", "prune", "--older-than", "1d", "--state-dir", "file"],
      [/a part of that path is a file/],
    ],
    [
      "a report that cannot be written",
      [...dryRun, "--output", "junit=folder"],
      [/--output junit=folder: folder is a folder/],
    ],
  ];

  it.each(cases)("%s", async (_, args, words) => {
    const { stdout, stderr, exitCode } = await runBigops(home, args);
    expect(exitCode).toBe(2);
    for (const word of words) expect(stdout + stderr).toMatch(word);
    expect(stdout + stderr).not.toMatch(CODES);
    expect(stderr).not.toMatch(/\n\s+at \S+ \(|defect/);
  });

  it("a state folder that cannot be made: the diagnosis goes on, and offers nothing that needs a record", async () => {
    const { stdout, stderr, exitCode } = await runBigops(home, [
      ...dryRun.slice(0, -1),
      "--fault",
      "bad-rollout",
      "--state-dir",
      "file",
    ]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/a part of that path is a file, not a folder\. Choose another folder with --state-dir/);
    expect(stdout).toMatch(/Cause +a release broke/);
    expect(stdout + stderr).not.toMatch(/bigops (resume|undo|ack) fsd/);
    expect(stdout + stderr).not.toMatch(CODES);
  });

  it("a report that cannot be written does not spoil the document on stdout", async () => {
    const { stdout, exitCode } = await runBigops(home, [...dryRun, "--output", "json", "--output", "junit=/dev/full"]);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ schema: "bigops.run/v1", outcome: "healthy" });
  });

  it("where runs are kept holds for the commands below runs, too", async () => {
    const { stderr } = await runBigops(home, ["runs", "verify", "fsd-0000", "--state-dir", "elsewhere"]);
    expect(stderr).toContain(`no run "fsd-0000" in ${join(home.cwd, "elsewhere")}`);
  });
});

describe("a kubeconfig that cannot be used", () => {
  const run = (name: string, text: string) => {
    writeFileSync(join(home.cwd, name), text);
    return runBigops(home, ["run", "feature-store-down", "--dry-run", "--kubeconfig", name]);
  };

  it("because it is empty", async () => {
    const { stderr, exitCode } = await run("empty", "");
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`${join(home.cwd, "empty")} names no cluster`);
    expect(stderr).toMatch(/--kubeconfig/);
  });

  it("because its authority is no certificate", async () => {
    const data = Buffer.from("no certificate").toString("base64");
    const text = JSON.stringify({
      "current-context": "staging",
      clusters: [
        { name: "staging-eks", cluster: { server: "https://127.0.0.1:1", "certificate-authority-data": data } },
      ],
      users: [{ name: "alice", user: { token: "t0ken-of-alice" } }],
      contexts: [{ name: "staging", context: { cluster: "staging-eks", user: "alice" } }],
    });
    const { stderr, exitCode } = await run("authority", text);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      `the certificate-authority-data of cluster "staging-eks" in ${join(home.cwd, "authority")} is no PEM certificate`,
    );
    expect(stderr).toMatch(/copy it again/);
  });
});

describe("runbooks of a configured folder", () => {
  const own = makeHome();
  afterAll(() => own.remove());
  const folders = ["mine", "others"].map((name) => join(own.cwd, name));
  for (const folder of folders) mkdirSync(folder);
  writeFileSync(join(own.cwd, "bigops.yaml"), "runbooks: [./mine, ./others]\n");
  const runbook = (name: string) => `name: ${name}
title: Mine
severity: P4
investigation:
  - id: pods
    kubernetes.pods: { deployment: a }
`;
  const [mine = "", others = ""] = folders;

  it("are called by their file's name: another one inside is said with its place, and nothing is run", async () => {
    writeFileSync(join(mine, "checkout.yaml"), runbook("feature-store-down"));
    const validated = await runBigops(own, ["validate"]);
    expect(validated.stdout).toContain("mine/checkout.yaml:1:7 the runbook is called");
    expect(validated.stdout).toContain("write name: checkout, or call the file feature-store-down.yaml");
    expect(validated.exitCode).toBe(2);
    const ran = await runBigops(own, ["run", "checkout", "--env", "sandbox", "--dry-run"]);
    expect(ran.stderr).toContain("mine/checkout.yaml:1:7 the runbook is called");
    expect(ran.exitCode).toBe(2);
    const listed = await runBigops(own, ["list"]);
    expect(listed.stdout).toMatch(/^checkout .*not valid: bigops validate says why/m);
    expect(listed.exitCode).toBe(2);
    // Given as a file it is taken as it is.
    expect((await runBigops(own, ["validate", join("mine", "checkout.yaml")])).exitCode).toBe(0);
  });

  it("that are there twice are an error that lists both", async () => {
    for (const folder of [mine, others]) writeFileSync(join(folder, "checkout.yaml"), runbook("checkout"));
    for (const args of [["list"], ["run", "checkout", "--env", "sandbox", "--dry-run"]]) {
      const { stderr, exitCode } = await runBigops(own, args);
      expect(stderr).toMatch(/runbook "checkout" is there twice: \S*mine\/checkout.yaml and \S*others\/checkout.yaml/);
      expect(exitCode).toBe(2);
    }
  });
});
