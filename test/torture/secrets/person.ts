import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawn as spawnTerminal } from "@lydell/node-pty";
import type { Canaries } from "./canaries.ts";

/** All that a command said, and where. */
export interface Told {
  readonly where: string;
  readonly text: string;
}

export interface Ended {
  readonly exitCode: number;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Somebody who types commands: a home of their own, whose secrets lie in files and variables, and everything that was said to them. */
export interface Person {
  readonly cwd: string;
  /** What every command of theirs said, as it said it. */
  readonly told: readonly Told[];
  run(args: readonly string[], more?: RunOptions): Promise<Ended>;
  /** On a terminal: each answer is typed when its question is on the screen. */
  atTerminal(
    args: readonly string[],
    dialogue: readonly (readonly [question: RegExp, answer: string | null])[],
  ): Promise<number>;
  /** Every file of the home that bigops wrote, and its name. */
  left(): Promise<readonly Told[]>;
  leave(): Promise<void>;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** What befalls it when the pattern is seen on its streams, and how long afterwards, milliseconds. */
  readonly fate?: { readonly after: RegExp; readonly signal: NodeJS.Signals };
}

const PATIENCE_MS = 60_000;

/** A plugin and a command that write down what they were started with. */
const WITNESS = `#!${process.execPath}
const fs = require("node:fs");
fs.appendFileSync(process.env.HOME + "/witness", fs.readFileSync("/proc/self/cmdline", "utf8").replaceAll("\\0", " ") + "\\n");
`;

export async function person(program: string, cache: string, canaries: Canaries): Promise<Person> {
  const home = await mkdtemp(join(tmpdir(), "bigops-secrets-"));
  const cwd = join(home, "work");
  for (const folder of ["work", "tmp", "state", "run"]) await mkdir(join(home, folder), { mode: 0o700 });
  const { loaded } = canaries;
  await writeFile(
    join(cwd, "witness"),
    `${WITNESS}fs.appendFileSync(process.env.HOME + "/witness", JSON.stringify(process.env) + "\\n");\nconsole.log("fine");\n`,
  );
  await writeFile(
    join(cwd, "plugin"),
    `${WITNESS}
process.stderr.write("trying the cached refresh token ${loaded.PLUGIN_STDERR} for you\\n");
if (process.env.PLUGIN_FAILS === "yes") { process.stdout.write(JSON.stringify({ token: process.env.PLUGIN_TOKEN })); process.stderr.write("it was refused: " + process.env.PLUGIN_KEY + "\\n"); process.exit(3); }
if (process.env.PLUGIN_FAILS === "garbage") { process.stdout.write("token is " + process.env.PLUGIN_TOKEN); process.exit(0); }
console.log(JSON.stringify({ apiVersion: "client.authentication.k8s.io/v1", kind: "ExecCredential", status: { token: process.env.PLUGIN_TOKEN } }));
`,
  );
  for (const name of ["witness", "plugin"]) await chmod(join(cwd, name), 0o700);
  const env: Record<string, string> = {
    PATH: process.env["PATH"] ?? "",
    HOME: home,
    TMPDIR: join(home, "tmp"),
    XDG_CONFIG_HOME: join(home, "config"),
    XDG_STATE_HOME: join(home, "state"),
    XDG_CACHE_HOME: cache,
    XDG_RUNTIME_DIR: join(home, "run"),
    LANG: "C.UTF-8",
    TERM: "xterm-256color",
    PROM_TOKEN: loaded.PROM_TOKEN,
    AM_TOKEN: loaded.AM_TOKEN,
    FLINK_TOKEN: loaded.FLINK_TOKEN,
    KAFKA_PASSWORD: loaded.KAFKA_PASSWORD,
    PLUGIN_TOKEN: loaded.KUBE_TOKEN,
  };
  const told: Told[] = [];
  const children = new Set<string>();

  /** What the process list shows of the children of a process, so long as it lives. */
  function watch(pid: number | undefined): () => void {
    const timer = setInterval(() => {
      for (const child of childrenOf(pid)) children.add(child);
    }, 20);
    return () => clearInterval(timer);
  }

  return {
    cwd,
    told,
    run: (args, { env: more = {}, fate } = {}) =>
      new Promise((resolve) => {
        const child = spawn(process.execPath, [program, ...args], {
          cwd,
          env: { ...env, ...more },
          stdio: ["ignore", "pipe", "pipe"],
          timeout: PATIENCE_MS,
          killSignal: "SIGKILL",
        });
        const unwatch = watch(child.pid);
        let stdout = "";
        let stderr = "";
        const seen = () => {
          if (fate !== undefined && fate.after.test(stdout + stderr)) child.kill(fate.signal);
        };
        child.stdout.on("data", (chunk: Buffer) => ((stdout += chunk.toString("utf8")), seen()));
        child.stderr.on("data", (chunk: Buffer) => ((stderr += chunk.toString("utf8")), seen()));
        child.on("close", (code, signal) => {
          unwatch();
          const where = `bigops ${args.join(" ")}`;
          told.push({ where: `stdout of ${where}`, text: stdout }, { where: `stderr of ${where}`, text: stderr });
          resolve({ exitCode: code ?? -1, signal, stdout, stderr });
        });
      }),
    atTerminal: (args, dialogue) =>
      new Promise((resolve, reject) => {
        const terminal = spawnTerminal(process.execPath, [program, ...args], {
          name: "xterm-256color",
          cols: 100,
          rows: 50,
          cwd,
          env,
        });
        const unwatch = watch(terminal.pid);
        const steps = [...dialogue];
        let raw = "";
        let since = 0;
        const timer = setTimeout(() => {
          terminal.kill("SIGKILL");
          reject(new Error(`${steps[0]?.[0] ?? "its end"} did not come on the terminal:\n${raw.slice(-3_000)}`));
        }, PATIENCE_MS);
        terminal.onData((data) => {
          raw += data;
          const [step] = steps;
          if (step === undefined || !step[0].test(raw.slice(since))) return;
          steps.shift();
          since = raw.length;
          if (step[1] === null) terminal.kill("SIGKILL");
          else terminal.write(step[1]);
        });
        terminal.onExit(({ exitCode }) => {
          clearTimeout(timer);
          unwatch();
          told.push({ where: `terminal of bigops ${args.join(" ")}`, text: raw });
          resolve(exitCode);
        });
      }),
    async left() {
      const found: Told[] = [];
      for (const folder of ["state", "tmp", "run", "work/reports"])
        found.push(
          ...(await filesIn(join(home, folder))).map(({ where, text }) => ({ where: `${folder}/${where}`, text })),
        );
      const witness = await readFile(join(home, "witness"), "utf8").catch(() => "");
      return [
        ...found,
        { where: "the process list", text: [...children].join("\n") },
        { where: "what children were started with", text: witness },
      ];
    },
    leave: () => rm(home, { recursive: true, force: true }),
  };
}

function childrenOf(pid: number | undefined): readonly string[] {
  if (pid === undefined) return [];
  try {
    const ids = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
    return ids === ""
      ? []
      : ids.split(" ").map((id) => readFileSync(`/proc/${id}/cmdline`, "utf8").replaceAll("\0", " "));
  } catch {
    return [];
  }
}

/** Every file of a folder, its name in its text. */
export async function filesIn(folder: string): Promise<readonly Told[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const text = (name: string) => readFile(join(folder, name), "latin1").catch(() => "");
  return Promise.all(names.map(async (name) => ({ where: name, text: `${name}\n${await text(name)}` })));
}
