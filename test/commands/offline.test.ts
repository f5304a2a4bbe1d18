import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { makeHome } from "./harness/home.ts";
import { runBigops } from "./harness/run-bigops.ts";

const home = makeHome();
afterAll(() => home.remove());

const mine = `name: mine
title: Mine
severity: P2
investigation:
  - id: pods
    title: pods of the shop
    kubernetes.pods: { deployment: shop }
causes:
  - id: crashing
    title: the shop crashes
    when: pods.crashing > 0
    because: Its pods crash.
mitigation:
  - id: restart
    for: crashing
    kubernetes.rollout-restart: { deployment: shop }
    verify: [pods]
`;

const shipped = readdirSync(new URL("../../runbooks/", import.meta.url))
  .toSorted()
  .map((file) => file.replace(/\.yaml$/, ""));

describe("list and explain", () => {
  it("lists the shipped runbooks", async () => {
    const { stdout, exitCode } = await runBigops(home, ["list"]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^NAME +SEVERITY +ALERTS +TITLE$/m);
    expect(stdout).toMatch(/^feature-store-down +P1 +FeatureStoreDown +Feature store down$/m);
    expect(stdout.trimEnd().split("\n")).toHaveLength(1 + shipped.length);
  });

  it("lists the runbooks of the configuration beside them, as JSON too", async () => {
    const cwd = join(home.path, "listed");
    mkdirSync(join(cwd, "runbooks"), { recursive: true });
    writeFileSync(join(cwd, "bigops.yaml"), "runbooks: [./runbooks]\nenvironments: { staging: {} }\n");
    writeFileSync(join(cwd, "runbooks", "mine.yaml"), mine);
    const { stdout } = await runBigops(home, ["list", "--output", "json"], { cwd });
    expect((JSON.parse(stdout) as { name: string }[]).map(({ name }) => name)).toEqual([...shipped, "mine"]);
  });

  it.each(["feature-store-down", "kubernetes.pods", "prometheus.query", "kubernetes.rollout-undo", "manual", "page"])(
    "explains %s",
    async (name) => {
      const { stdout, exitCode } = await runBigops(home, ["explain", name]);
      expect(exitCode).toBe(0);
      expect(stdout).toContain(name);
      // The example is a file's text and stays as it is.
      const prose = stdout.slice(0, stdout.includes("EXAMPLE") ? stdout.indexOf("EXAMPLE") : stdout.length);
      for (const line of prose.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
    },
  );
});

describe("validate", () => {
  const folder = join(home.path, "validated");
  mkdirSync(folder);

  function file(name: string, text: string): string {
    writeFileSync(join(folder, name), text);
    return name;
  }

  it("accepts a person's own runbook", async () => {
    const { stdout, exitCode } = await runBigops(home, ["validate", file("mine.yaml", mine)], { cwd: folder });
    expect(stdout).toBe("ok    mine.yaml\n1 of 1 files are valid\n");
    expect(exitCode).toBe(0);
  });

  it.each([
    ["YAML that does not parse", "title: Mine", "title: [Mine", /broken\.yaml:\d+:\d+/],
    ["a misspelt key", "severity:", "sevrity:", /broken\.yaml:3:1[^\n]*[\s\S]*severity/],
    ["an unknown probe", "kubernetes.pods:", "kubernetes.podz:", /broken\.yaml:7:5[\s\S]*kubernetes\.pods/],
    ["an unknown field in a condition", "pods.crashing > 0", "pods.crashin > 0", /broken\.yaml:11:\d+[\s\S]*crashing/],
    ["a wrong type in a condition", "pods.crashing > 0", 'pods.crashing > "0"', /broken\.yaml:11:\d+/],
    ["an unknown cause", "for: crashing", "for: crashin", /broken\.yaml:15:\d+[\s\S]*crashing/],
    ["a tag of its own", "title: Mine", "title: !!js/function x", /broken\.yaml:2:\d+/],
  ])("%s has its position and a code frame", async (_, from, to, position) => {
    const { stdout, exitCode } = await runBigops(home, ["validate", file("broken.yaml", mine.replace(from, to))], {
      cwd: folder,
    });
    expect(exitCode).toBe(2);
    expect(stdout).toMatch(position);
    expect(stdout).toMatch(/^ +\d+ \| /m);
    expect(stdout).toMatch(/0 of 1 files are valid/);
  });

  it("a run of a broken file runs nothing, and says the same on stderr", async () => {
    const name = file("broken-run.yaml", mine.replace("severity:", "sevrity:"));
    const { stdout, stderr, exitCode } = await runBigops(home, ["run", `./${name}`, "--env", "sandbox"], {
      cwd: folder,
    });
    expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 2 });
    expect(stderr).toMatch(/broken-run\.yaml:3:1/);
  });

  it("takes a path from the home folder in the configuration", async () => {
    const cwd = join(home.path, "tilde");
    mkdirSync(cwd);
    writeFileSync(
      join(cwd, "bigops.yaml"),
      "environments: { staging: { kubernetes: { kubeconfig: ~/cluster.yaml } } }\n",
    );
    const { stdout, exitCode } = await runBigops(home, ["validate", "bigops.yaml"], { cwd });
    expect({ stdout, exitCode }).toEqual({ stdout: "ok    bigops.yaml\n1 of 1 files are valid\n", exitCode: 0 });
    const run = await runBigops(home, ["run", "feature-store-down", "--env", "staging", "--dry-run"], { cwd });
    expect(run.stdout + run.stderr).toContain(join(home.path, "cluster.yaml"));
  });

  it("checks the shipped runbooks and the configuration where nothing is named", async () => {
    const cwd = join(home.path, "whole");
    mkdirSync(cwd);
    await runBigops(home, ["init"], { cwd });
    const { stdout, exitCode } = await runBigops(home, ["validate"], { cwd });
    expect(exitCode, stdout).toBe(0);
    const files = shipped.length + 1;
    expect(stdout).toContain(`\n${files} of ${files} files are valid\n`);
  });
});

describe("init and completion", () => {
  it("writes a configuration once, never over one that is there", async () => {
    const cwd = join(home.path, "new");
    mkdirSync(cwd);
    const first = await runBigops(home, ["init"], { cwd });
    expect(first.exitCode).toBe(0);
    const path = join(cwd, "bigops.yaml");
    const text = readFileSync(path, "utf8");
    const second = await runBigops(home, ["init"], { cwd });
    expect(second.exitCode).toBe(2);
    expect(readFileSync(path, "utf8")).toBe(text);
  });

  it.each(["bash", "zsh", "fish"])("prints a completion that %s can read", async (shell) => {
    const { stdout, exitCode } = await runBigops(home, ["completion", shell]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("bigops");
    // The commands below another one are offered as well.
    expect(stdout).toMatch(/runs.*export/);
    const path = [`/bin/${shell}`, `/usr/bin/${shell}`].find((candidate) => existsSync(candidate));
    if (path !== undefined) execFileSync(path, ["-n"], { input: stdout });
  });
});

describe("a person's own runbook file", () => {
  it("runs the same way", async () => {
    writeFileSync(join(home.cwd, "mine.yaml"), mine.replaceAll("shop", "feature-api"));
    const { stdout, exitCode } = await runBigops(home, [
      "run",
      "./mine.yaml",
      "--env",
      "sandbox",
      "--fault",
      "crash-loop",
      "--dry-run",
    ]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/Cause +the feature-api crashes/);
    expect(stdout).toMatch(/Proposal +restart/i);
  });
});

describe("drill", () => {
  it("scores a fault: 0 when the cause was right", async () => {
    const { stdout, exitCode } = await runBigops(home, ["drill", "--fault", "bad-rollout-ready", "--output", "json"]);
    const { scores } = JSON.parse(stdout) as { scores: { fault: string; wrong: string[]; cause: string }[] };
    expect(scores).toMatchObject([{ fault: "bad-rollout-ready", cause: "bad-rollout", wrong: [] }]);
    expect(exitCode).toBe(0);
  });
});
