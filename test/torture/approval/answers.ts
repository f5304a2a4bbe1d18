import { spawn } from "@lydell/node-pty";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Sandbox } from "../../../src/sandbox/start.ts";
import { makeHome, type Home } from "../../commands/harness/home.ts";

const DOWN = "\u001B[B";
const ENTER = "\r";
const CTRL_D = "\u0004";
/** How long the program has to reach its question, or its end; a busy machine takes its time. */
const PATIENCE_MS = 60_000;
/** How long what was pressed may take to have an effect. */
const EFFECT_MS = 1_500;

/** One answer that is no approval. */
export interface AnswerCase {
  readonly name: string;
  /** Before and behind the command, as a shell has it. */
  readonly before?: string;
  readonly behind?: string;
  /** Pressed at once. */
  readonly early?: readonly string[];
  /** Pressed when the question stands. */
  readonly pressed?: readonly string[];
  /** The terminal goes away when the question stands. */
  readonly closes?: true;
  /** The environment wants its name typed. */
  readonly isProtected?: true;
  readonly short: boolean;
}

export const answerCases: readonly AnswerCase[] = [
  { name: "yes |", before: "yes |", short: true },
  { name: "y piped", before: "printf 'y\\ny\\n' |", short: false },
  { name: "the keys that apply, piped", before: "printf '\\033[B\\r' |", short: false },
  { name: "stdin from /dev/null", behind: "</dev/null", early: [DOWN, ENTER], short: false },
  { name: "stdin closed", behind: "<&-", early: [DOWN, ENTER], short: true },
  { name: "stderr is no terminal", behind: "2>said", early: [DOWN, ENTER], short: true },
  { name: "stderr is no terminal, and stdin is closed", behind: "<&- 2>said", short: false },
  { name: "keys pressed before the question", early: [DOWN, ENTER], short: true },
  { name: "words typed before the question", early: ["apply", ENTER], short: false },
  { name: "Enter alone", pressed: [ENTER], short: true },
  { name: "y and Enter", pressed: ["y", ENTER], short: false },
  { name: "yes and Enter", pressed: ["yes", ENTER], short: false },
  { name: "Ctrl-D", pressed: [CTRL_D], short: true },
  { name: "Ctrl-D on what would apply", pressed: [DOWN, CTRL_D], short: false },
  { name: "a terminal that is closed", closes: true, short: true },
  { name: "a terminal that is closed on what would apply", pressed: [DOWN], closes: true, short: false },
  { name: "a protected environment, and no name", isProtected: true, pressed: [DOWN, ENTER, ENTER], short: false },
  { name: "a protected environment, and y", isProtected: true, pressed: [DOWN, ENTER, "y", ENTER], short: false },
  { name: "a protected environment, and Ctrl-D", isProtected: true, pressed: [DOWN, ENTER, CTRL_D], short: false },
];

/** The built program on a terminal of its own, so answered. Resolves with what it took for an approval all the same. */
export async function wronglyApproved(program: string, sandbox: Sandbox, one: AnswerCase): Promise<readonly string[]> {
  const home = makeHome();
  try {
    await configure(home, sandbox, one.isProtected === true);
    const shown = await onTerminal(home, program, one);
    const types = await journalled(home);
    const ran = types.includes("planned") ? [] : [`nothing was proposed: ${shown.slice(-500)}`];
    const made = types.filter((type) => ["approved", "intended", "received"].includes(type));
    return [...ran, ...made.map((type) => `the journal has "${type}": ${shown.slice(-500)}`)];
  } finally {
    home.remove();
  }
}

async function configure(home: Home, sandbox: Sandbox, isProtected: boolean): Promise<void> {
  await writeFile(join(home.cwd, "kubeconfig"), sandbox.kubeconfigYaml, { mode: 0o600 });
  const staging = {
    kubernetes: { kubeconfig: "./kubeconfig" },
    prometheus: { url: sandbox.prometheusUrl },
    endpoints: sandbox.endpoints,
    protected: isProtected,
  };
  await writeFile(join(home.cwd, "bigops.yaml"), JSON.stringify({ default: "staging", environments: { staging } }));
}

/** Resolves with all that it showed, once it has ended or what was pressed has had its time. */
async function onTerminal(home: Home, program: string, one: AnswerCase): Promise<string> {
  const command = `${one.before ?? "exec"} "${process.execPath}" "${program}" run feature-store-down ${one.behind ?? ""}`;
  const pty = spawn("/bin/sh", ["-c", command], { cols: 80, rows: 50, cwd: home.cwd, env: { ...home.env } });
  let shown = "";
  const end = new AbortController();
  pty.onData((data) => (shown += data));
  pty.onExit(() => end.abort());
  const until = async (holds: () => boolean, patienceMs: number): Promise<void> => {
    const lastMs = performance.now() + patienceMs;
    while (!end.signal.aborted && !holds() && performance.now() < lastMs) await sleep(50);
  };
  for (const key of one.early ?? []) pty.write(key);
  const asks = (): boolean => shown.includes("navigate");
  await until(asks, PATIENCE_MS);
  for (const key of one.pressed ?? []) {
    if (!end.signal.aborted) pty.write(key);
    await sleep(150);
  }
  // What a terminal's end is to its programs: their input ends, and they are told by a signal.
  if (one.closes === true) (pty as typeof pty & { destroy(): void }).destroy();
  await until(() => false, EFFECT_MS);
  if (!end.signal.aborted && one.closes !== true) pty.kill("SIGKILL");
  await until(() => false, PATIENCE_MS);
  return shown;
}

async function journalled(home: Home): Promise<readonly string[]> {
  const runs = join(home.stateDir, "runs");
  const folders = await readdir(runs).catch(() => []);
  const texts = await Promise.all(folders.map((folder) => readFile(join(runs, folder, "journal.jsonl"), "utf8")));
  return texts.flatMap((text) => [...text.matchAll(/"type":"([a-z-]+)"/g)].map(([, type = ""]) => type));
}
