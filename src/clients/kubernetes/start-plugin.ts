import { execa } from "execa";
import { signalGroup } from "../signal-group.ts";
import type { ExecConfig } from "./kubeconfig-schema.ts";

/** A credential is small. */
const MAX_OUTPUT_CHARACTERS = 1024 * 1024;
/** A plugin that does not end when it is asked to is ended. */
const KILL_AFTER_MS = 500;

export interface PluginStart {
  readonly exec: ExecConfig;
  /** All that it gets. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Standard input is this process's terminal; false: it is closed. */
  readonly interactive: boolean;
  /** Milliseconds; null: as long as it takes. */
  readonly limitMs: number | null;
  readonly signal: AbortSignal;
  /** As it comes. */
  readonly onStderr: (text: string) => void;
}

export type PluginEnd =
  | { readonly kind: "ended"; readonly exitCode: number; readonly stdout: string }
  | { readonly kind: "killed"; readonly by: string }
  | { readonly kind: "not-started"; readonly code: string }
  | { readonly kind: "too-much" }
  | { readonly kind: "stopped"; readonly by: "limit" | "signal" };

/**
 * Runs a plugin to its end, or until the signal or the limit ends it and what it has started: nothing of it is waited for then. With the terminal on its
 * standard input it stays in this process's group, as under kubectl: only that group may read from a terminal, and Ctrl-C reaches all of it.
 */
export async function startPlugin(start: PluginStart): Promise<PluginEnd> {
  const { exec, env, interactive, limitMs, signal, onStderr } = start;
  if (signal.aborted) return { kind: "stopped", by: "signal" };
  const child = execa(exec.command, exec.args ?? [], {
    env,
    extendEnv: false,
    stdin: interactive ? "inherit" : "ignore",
    detached: !interactive,
    buffer: { stderr: false },
    maxBuffer: MAX_OUTPUT_CHARACTERS,
    reject: false,
  });
  child.stderr.setEncoding("utf8").on("data", onStderr);
  const kill = (name: NodeJS.Signals) => (interactive ? child.kill(name) : signalGroup(child.pid, name));
  const killNow = () => kill("SIGKILL");
  process.once("exit", killNow);
  const over = new AbortController();
  const stop = limitMs === null ? signal : AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
  const stopped = new Promise<PluginEnd>((resolve) => {
    const onStop = () => resolve({ kind: "stopped", by: signal.aborted ? "signal" : "limit" });
    stop.addEventListener("abort", onStop, { once: true, signal: over.signal });
  });
  const end = await Promise.race([child.then(endOf), stopped]);
  over.abort();
  if (end.kind !== "stopped") {
    process.off("exit", killNow);
    if (end.kind === "too-much") killNow();
    return end;
  }
  kill("SIGTERM");
  // What has left the group may still hold them.
  child.stdout.destroy();
  child.stderr.destroy();
  const gone = () => {
    clearTimeout(impatient);
    process.off("exit", killNow);
    killNow();
  };
  const impatient = setTimeout(killNow, KILL_AFTER_MS);
  if (child.exitCode !== null || child.signalCode !== null) gone();
  else child.once("exit", gone);
  return end;
}

function endOf(result: {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly code?: string | undefined;
  readonly isMaxBuffer: boolean;
  readonly stdout: string;
}): PluginEnd {
  if (result.isMaxBuffer) return { kind: "too-much" };
  if (result.exitCode !== undefined) return { kind: "ended", exitCode: result.exitCode, stdout: result.stdout };
  if (result.signal !== undefined) return { kind: "killed", by: result.signal };
  return { kind: "not-started", code: result.code ?? "unknown" };
}
