import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { RunDocument } from "../../../src/core/document/run-document.ts";
import type { Sandbox } from "../../../src/sandbox/start.ts";
import type { Rival } from "./operators.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

function ended(args: readonly string[], options: { cwd: string; env: NodeJS.ProcessEnv }): Promise<Ended> {
  return new Promise((resolve) => {
    const limits = { timeout: 120_000, killSignal: "SIGKILL" as const, maxBuffer: 2 ** 26 };
    execFile(process.execPath, [...args], { ...options, ...limits }, (error, stdout, stderr) => {
      resolve({ exitCode: error === null ? 0 : Number(error.code ?? 70), stdout, stderr });
    });
  });
}

/** The program as it is built, made anew where a source is younger than it. */
export async function builtProgram(): Promise<string> {
  const made = await stat(join(root, "dist", "program.cjs")).catch(() => null);
  const names = await readdir(join(root, "src"), { recursive: true });
  const times = await Promise.all(names.map(async (name) => (await stat(join(root, "src", name))).mtimeMs));
  if (made === null || times.some((time) => time > made.mtimeMs)) {
    const { exitCode, stderr } = await ended(["scripts/build.mjs"], { cwd: root, env: process.env });
    if (exitCode !== 0) throw new Error(`the program cannot be built:\n${stderr}`);
  }
  return join(root, "bin", "bigops.js");
}

/** Somebody with a process of their own: the program as it is built, with its own home. */
export async function rivalProcess(sandbox: Sandbox, program: string): Promise<Rival> {
  const home = await mkdtemp(join(tmpdir(), "bigops-rival-"));
  const cwd = join(home, "work");
  await mkdir(cwd);
  await writeFile(join(cwd, "kubeconfig"), sandbox.kubeconfigYaml, { mode: 0o600 });
  const rivals = {
    kubernetes: { kubeconfig: "./kubeconfig" },
    prometheus: { url: sandbox.prometheusUrl },
    endpoints: sandbox.endpoints,
    parameters: { window: "5s", interval: "1s" },
  };
  await writeFile(join(cwd, "bigops.yaml"), JSON.stringify({ default: "rivals", environments: { rivals } }));
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: home,
    XDG_CONFIG_HOME: join(home, "config"),
    XDG_STATE_HOME: join(home, "state"),
    XDG_CACHE_HOME: join(home, "cache"),
    LANG: "C.UTF-8",
  };
  const say = async (...args: readonly string[]): Promise<RunDocument> => {
    const { stdout, stderr, exitCode } = await ended([program, ...args, "--output", "json"], { cwd, env });
    try {
      const document = JSON.parse(stdout) as RunDocument;
      if (document.exitCode !== exitCode) throw new Error(`it exits with ${exitCode}, and says ${document.exitCode}`);
      return document;
    } catch (error) {
      throw new Error(`bigops ${args.join(" ")}: ${String(error)}\n${stderr}`, { cause: error });
    }
  };
  let run = "";
  return {
    get run() {
      return run;
    },
    async diagnose() {
      const document = await say("run", "feature-store-down");
      run = document.run.id;
      return document.proposals.find(({ status }) => status === "proposed")?.digest ?? null;
    },
    approve: (digest) => say("resume", run, "--approve", digest),
    close: () => rm(home, { recursive: true, force: true }),
  };
}
