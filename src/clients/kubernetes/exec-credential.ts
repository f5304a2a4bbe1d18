import { withoutControls } from "../../core/text/plain-text.ts";
import { ClientError } from "../client-error.ts";
import { quoted } from "../quoted.ts";
import type { SecretRegistry } from "../secret-registry.ts";
import type { Target } from "./choose-target.ts";
import { execInfo } from "./exec-info.ts";
import type { ExecConfig } from "./kubeconfig-schema.ts";
import { liveLines } from "./live-lines.ts";
import { type ExecCredential, pluginAnswer } from "./plugin-answer.ts";
import { PluginFailure } from "./plugin-failure.ts";
import { pluginInWords } from "./plugin-in-words.ts";
import { type PluginEnd, startPlugin } from "./start-plugin.ts";
import { loginWords } from "../../core/text/login-words.ts";

/** A plugin's last words in an error. */
const MAX_WORDS = 300;

/** Who is there while a plugin runs, and for how long it may. */
export interface PluginRun {
  /** Standard input is a terminal that nobody else reads from. */
  readonly stdin: boolean;
  /** Milliseconds; null: as long as it takes. */
  readonly limitMs: number | null;
  readonly signal: AbortSignal;
}

export interface PluginSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly secrets: SecretRegistry;
  /** The cluster's, PEM. */
  readonly authority: string | undefined;
  /** Told each line of the plugin's stderr as it comes, for a person to read: without secrets and terminal escapes. */
  readonly tell: (line: string) => void;
}

/**
 * Runs a kubeconfig's credential plugin once, as client-go does: KUBERNETES_EXEC_INFO says what is wanted, standard input is the terminal where
 * interactiveMode lets it, what it says on stderr is told at once. Rejects with PluginFailure, which has its last words; ClientError `aborted` by the signal.
 */
export async function runCredentialPlugin(
  exec: ExecConfig,
  target: Pick<Target, "server" | "cluster" | "userName">,
  sources: PluginSources,
  run: PluginRun,
): Promise<ExecCredential> {
  const what = pluginInWords(exec, target);
  const interactive = isInteractive(exec, run.stdin, what);
  const own = Object.fromEntries((exec.env ?? []).map(({ name, value }) => [name, value]));
  const safe = (line: string) => loginWords(sources.secrets.redact(withoutControls(sources.secrets.redact(line))));
  const lines = liveLines((line) => sources.tell(`${exec.command} says: ${safe(line).replaceAll("\n", " ")}`));
  const info = execInfo(exec, target, { interactive, authority: sources.authority });
  const end = await startPlugin({
    exec,
    env: { ...sources.env, ...own, KUBERNETES_EXEC_INFO: info },
    interactive,
    limitMs: run.limitMs,
    signal: run.signal,
    onStderr: lines.write,
  });
  lines.end();
  if (end.kind === "stopped" && end.by === "signal")
    throw new ClientError("aborted", `${what} was stopped before it ended`, "run it again");
  if (end.kind !== "ended" || end.exitCode !== 0) {
    const hint = quoted(exec.installHint ?? "run it by hand: you may have to log in again", MAX_WORDS);
    throw new PluginFailure(`${what} ${endInWords(end, run.limitMs)}`, lastWords(lines.last().map(safe)), hint);
  }
  const answer = pluginAnswer(end.stdout);
  if ("wrong" in answer) throw new PluginFailure(`${what} ${answer.wrong}`, "", "run it by hand to see what it prints");
  return answer;
}

/** client-go's rule; a kubeconfig of v1 must say the mode, and one of v1beta1 that does not means IfAvailable. */
function isInteractive({ interactiveMode }: ExecConfig, stdin: boolean, what: string): boolean {
  switch (interactiveMode) {
    case "Never":
      return false;
    case "IfAvailable":
    case undefined:
      return stdin;
    case "Always":
      if (stdin) return true;
      throw new PluginFailure(
        `${what} wants a terminal to itself (interactiveMode: Always), and there is none`,
        "",
        "start bigops on a terminal, or log in by hand before; a run that goes on asks when it is resumed",
      );
    default:
      throw new PluginFailure(
        `${what} has an unknown interactiveMode, "${quoted(interactiveMode, 40)}"`,
        "",
        "write Never, IfAvailable or Always in the kubeconfig",
      );
  }
}

function endInWords(end: PluginEnd, limitMs: number | null): string {
  switch (end.kind) {
    case "ended":
      return `failed with exit code ${end.exitCode}`;
    case "killed":
      return `was ended by ${end.by}`;
    case "not-started":
      return end.code === "ENOENT"
        ? "is not installed"
        : `cannot be started (${end.code === "EACCES" ? "it may not be executed" : end.code})`;
    case "too-much":
      return "printed more than a credential";
    case "stopped":
      return `did not answer within ${(limitMs ?? 0) / 1000} s`;
  }
}

/** What stands last is what it failed of: as many whole lines from the end as an error has room for. */
function lastWords(lines: readonly string[]): string {
  let words = "";
  for (const line of lines.toReversed()) {
    if (words !== "" && line.length + words.length >= MAX_WORDS) break;
    words = words === "" ? line : `${line} ${words}`;
  }
  return quoted(words, MAX_WORDS);
}
