import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { makeHome } from "./harness/home.ts";
import { runBigops } from "./harness/run-bigops.ts";

const home = makeHome();
afterAll(() => home.remove());

describe("the version and the help", () => {
  it("--version is the package's", async () => {
    const { stdout, stderr, exitCode } = await runBigops(home, ["--version"]);
    expect({ stdout, stderr, exitCode }).toEqual({ stdout: `${manifest.version}\n`, stderr: "", exitCode: 0 });
  });

  it("--help lists every command on stdout", async () => {
    const { stdout, exitCode } = await runBigops(home, ["--help"]);
    expect(exitCode).toBe(0);
    for (const command of [
      "run",
      "resume",
      "undo",
      "ack",
      "runs",
      "show",
      "why",
      "list",
      "explain",
      "validate",
      "drill",
      "init",
      "completion",
    ])
      expect(stdout).toMatch(new RegExp(`^ {2}${command}\\b`, "m"));
  });

  it("the help of a command shows no default that is none", async () => {
    const { stdout } = await runBigops(home, ["run", "--help"]);
    expect(stdout).toContain("--check <id>");
    expect(stdout).not.toContain("[])");
  });

  it("without a command the help is on stderr", async () => {
    const { stdout, stderr, exitCode } = await runBigops(home, []);
    expect(exitCode).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain("Usage: bigops");
  });
});

describe("what is wrong with a command line is said, and nothing is run", () => {
  const sandbox = ["run", "feature-store-down", "--env", "sandbox"];
  const cases: readonly (readonly [string, readonly string[], readonly RegExp[]])[] = [
    ["an unknown command", ["rnu"], [/unknown command 'rnu'/, /Did you mean run\?/]],
    ["a missing argument", ["run"], [/missing required argument 'runbook'/]],
    ["an unknown option", [...sandbox, "--nope"], [/unknown option '--nope'/]],
    [
      "an unknown runbook",
      ["run", "feature-store-dwn"],
      [/Did you mean "feature-store-down"\?/, /there are: [\w, -]*\bfeature-store-down\b/],
    ],
    ["a runbook file that is not there", ["run", "./mine.yaml"], [/no runbook file \.\/mine\.yaml/]],
    [
      "an unknown fault",
      [...sandbox, "--fault", "bad-rolout"],
      [/Did you mean "bad-rollout"\?/, /there are: none, bad-rollout,(?!.*(?:hot-partition|dag-backlog))/],
    ],
    [
      "an unknown parameter",
      [...sandbox, "-p", "deploymnt=x"],
      [/no parameter deploymnt; did you mean deployment\?/, /there are: deployment, service,/],
    ],
    [
      "an unknown parameter like none",
      [...sandbox, "-p", "x=1"],
      [/has no parameter x\n {2}there are: deployment, service,/],
    ],
    ["a parameter of another type", [...sandbox, "-p", "replicas=two"], [/replicas must be a whole number, not "two"/]],
    [
      "a parameter that no argument can take",
      [...sandbox, "-p", "replicas=-3"],
      [/scale-up: the arguments do not fit: replicas:/, /bigops explain feature-store-down/],
    ],
    [
      "a window of nothing",
      [...sandbox, "-p", "window=0s"],
      [/parameter window \(0s\): a range of a query must be longer/],
    ],
    ["an interval of nothing", [...sandbox, "-p", "interval=0s"], [/longer than 0s \(parameter interval\)/]],
    ["a parameter without a value", [...sandbox, "-p", "replicas"], [/--param replicas is no key=value/]],
    [
      "an unknown check",
      [...sandbox, "--check", "podz"],
      [/no check "podz". Did you mean "pods"\?/, /there are: error-rate, pods,/],
    ],
    [
      "an unknown format",
      [...sandbox, "--output", "jsn"],
      [/no output format "jsn". Did you mean "json"\?/, /there are: text, json, events, junit/],
    ],
    [
      "two formats on stdout",
      [...sandbox, "--output", "json", "--output", "junit"],
      [/two formats on stdout: json, junit/, /give all but one a file/],
    ],
    ["a format without its file", [...sandbox, "--output", "json="], [/names no file/]],
    ["an empty seed", [...sandbox, "--seed", ""], [/--seed "" is no whole number/]],
    [
      "a seed that is no whole number",
      ["drill", "--fault", "none", "--seed", "1e3"],
      [/--seed 1e3 is no whole number/],
    ],
    ["a folder to go on with", ["resume", "."], [/cannot read the export \.: it is a directory/, /bigops runs export/]],
    [
      "a file to go on with that is not there",
      ["resume", "run.jsonl"],
      [/cannot read the export run\.jsonl: there is no such file/],
    ],
    ["no duration", [...sandbox, "--timeout", "soon"], [/--timeout soon is no duration/]],
    ["a month", [...sandbox, "--timeout", "30d"], [/--timeout 30d is longer than 1h/]],
    ["a timeout of nothing", [...sandbox, "--timeout", "0s"], [/--timeout 0s leaves a check no time/]],
    [
      "a fault without the sandbox",
      ["run", "feature-store-down", "--fault", "none"],
      [/for the sandbox only/, /--env sandbox/],
    ],
    ["an unknown run", ["show", "fsd-none"], [/no run "fsd-none"/, /there are no runs yet/]],
    ["a run that would leave the state folder", ["show", "../../etc"], [/no run "\.\.\/\.\.\/etc"/]],
    ["no open run", ["resume"], [/no run is open/]],
    [
      "an unknown thing to explain",
      ["explain", "kubernetes.podz"],
      [/Did you mean "kubernetes.pods"\?/, /there are: /],
    ],
    ["the end of a probe's name", ["explain", "pods"], [/Did you mean "kubernetes.pods"\?/]],
    [
      "a drill of an unknown runbook",
      ["drill", "feature-store-dwn"],
      [
        /no runbook "feature-store-dwn"\. Did you mean "feature-store-down"\?/,
        /there are: [\w, -]*\bfeature-store-down\b/,
      ],
    ],
    ["a drill without a fault", ["drill"], [/--fault, or --all/, /there are: none,/]],
    ["an unknown shell", ["completion", "tcsh"], [/there is: bash, zsh, fish/]],
  ];

  it.each(cases)("%s", async (_, args, words) => {
    const { stdout, stderr, exitCode } = await runBigops(home, args);
    expect(exitCode).toBe(2);
    expect(stdout).toBe("");
    for (const word of words) expect(stderr).toMatch(word);
    expect(stderr).not.toMatch(/\n\s+at \S+ \(/);
  });

  it("leaves no run behind", async () => {
    const { stdout } = await runBigops(home, ["runs"]);
    expect(stdout).toMatch(/^no runs yet/);
  });
});

describe("without a configuration", () => {
  it("says how to make one, that a kubeconfig is enough, and that the sandbox needs none", async () => {
    const { stderr, exitCode } = await runBigops(home, ["run", "feature-store-down", "--env", "prod"]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/bigops init/);
    expect(stderr).toMatch(/kubeconfig alone is enough/);
    expect(stderr).toMatch(/--env sandbox needs no configuration/);
  });

  it("without a kubeconfig says where it was looked for", async () => {
    const { stderr, exitCode } = await runBigops(home, ["run", "feature-store-down"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(join(home.path, ".kube", "config"));
    expect(stderr).toMatch(/--kubeconfig/);
    expect(stderr).toMatch(/--env sandbox/);
  });
});

describe("with a configuration", () => {
  const project = join(home.path, "project");
  mkdirSync(project);
  writeFileSync(
    join(project, "bigops.yaml"),
    "default: staging\nenvironments:\n  staging:\n    kubernetes: { context: nowhere, kubeconfig: ./kubeconfig }\n  prod: {}\n",
  );

  it("an unknown environment gets the list and the nearest name", async () => {
    const { stderr, exitCode } = await runBigops(home, ["run", "feature-store-down", "--env", "stagin"], {
      cwd: project,
    });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/no environment "stagin". Did you mean "staging"\?/);
    expect(stderr).toMatch(/there are: staging, prod, sandbox/);
  });

  it("a kubeconfig that is not there is named", async () => {
    const { stderr, exitCode } = await runBigops(home, ["run", "feature-store-down", "--dry-run"], { cwd: project });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(join(project, "kubeconfig"));
    expect(stderr).not.toMatch(/\n\s+at \S+ \(/);
  });

  it("an empty --context, --namespace or --kubeconfig is as if it were not given, as kubectl has it", async () => {
    const args = ["run", "feature-store-down", "--dry-run", "--context", "", "-n", "", "--kubeconfig", ""];
    const { stderr, exitCode } = await runBigops(home, args, { cwd: project });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`cannot read the kubeconfig ${join(project, "kubeconfig")} `);
  });

  it("one without environments says so", async () => {
    const folder = join(home.path, "no-environments");
    mkdirSync(folder);
    writeFileSync(join(folder, "bigops.yaml"), "# later\n");
    const { stderr, exitCode } = await runBigops(home, ["run", "feature-store-down"], { cwd: folder });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/bigops\.yaml has no environments\n {2}add one below environments:/);
  });

  it("its folders of runbooks may stand in the home folder", async () => {
    const folder = join(home.path, "tilde");
    mkdirSync(folder);
    writeFileSync(join(folder, "bigops.yaml"), "runbooks: [~/nowhere-at-all]\n");
    const { stderr } = await runBigops(home, ["list"], { cwd: folder });
    expect(stderr).toMatch(/cannot read the runbook folder \S+\/nowhere-at-all: there is no such file/);
    expect(stderr).not.toContain("~");
  });

  it("an unknown key has its position", async () => {
    const folder = join(home.path, "wrong-key");
    mkdirSync(folder);
    writeFileSync(join(folder, "bigops.yaml"), "environments:\n  staging:\n    kubernets: {}\n");
    const { stderr, exitCode } = await runBigops(home, ["run", "feature-store-down", "--env", "staging"], {
      cwd: folder,
    });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/bigops\.yaml:3:5/);
    expect(stderr).toMatch(/kubernetes/);
  });

  it("a configuration that $BIGOPS_CONFIG names and that is not there is an error", async () => {
    const { stderr, exitCode } = await runBigops(home, ["run", "feature-store-down"], {
      env: { BIGOPS_CONFIG: "gone.yaml" },
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("gone.yaml");
  });
});
