import { isatty } from "node:tty";
import { ClientError } from "../../clients/client-error.ts";
import type { OpenDoors } from "../../clients/open-doors.ts";
import { warn } from "../output/warn.ts";
import { Interruption } from "../usage-error.ts";
import { stopOnSignals } from "./stop-on-signals.ts";

/** Where nobody can be asked: as long as a single sign-on may take to reach the identity provider. */
const UNATTENDED_LIMIT_MS = 60_000;
/** A plugin that has what it needs answers sooner, and needs no word. */
const SILENCE_MS = 3_000;

/**
 * Runs the cluster's credential plugin where there is one, before anything waits for it. On a terminal it may take as long as the person does, as under
 * kubectl, and has the keyboard. What it failed of is said here; the run goes on with what can be seen without. Throws Interruption when it is stopped.
 */
export async function logIn(doors: Pick<OpenDoors, "login">): Promise<void> {
  const stdin = isatty(0);
  const begun: { plugin: string; end(): void }[] = [];
  const stop = new AbortController();
  try {
    const limitMs = stdin && isatty(2) ? null : UNATTENDED_LIMIT_MS;
    await doors.login({ stdin, limitMs, signal: stop.signal }, (plugin) => {
      const patience = setTimeout(() => warn(`waiting for ${plugin}; Ctrl-C stops`), SILENCE_MS);
      const signals = stopOnSignals(() => undefined);
      signals.controller.signal.addEventListener("abort", () => stop.abort());
      begun.push({
        plugin,
        end: () => {
          clearTimeout(patience);
          signals.dispose();
        },
      });
    });
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    const [running] = begun;
    if (running !== undefined && stop.signal.aborted)
      throw new Interruption(
        `stopped while ${running.plugin} ran: nothing was asked of the cluster, and nothing changed`,
      );
    // What never began is told by whoever needs it.
    if (running !== undefined) warn(`${error.message}\n  ${error.hint}`);
  } finally {
    for (const { end } of begun) end();
  }
}
