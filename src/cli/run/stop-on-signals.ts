import { closeSync } from "node:fs";

/** Ctrl-C, a termination and a dropped connection stop cleanly; a second Ctrl-C ends the process at once. */
export function stopOnSignals(say: (text: string) => void): { readonly controller: AbortController; dispose(): void } {
  const controller = new AbortController();
  const onSignal = (signal: NodeJS.Signals): void => {
    if (signal === "SIGHUP") leaveLostTerminal();
    if (controller.signal.aborted) {
      // A dropped connection is told by the system and by the shell; nobody meant "at once".
      if (signal === "SIGHUP") return;
      // What was sent is on disk as an intent: the next process asks the live system about it.
      process.exit(130);
    }
    say("stopping; once more ends at once");
    controller.abort();
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, onSignal);
  return {
    controller,
    dispose: () => {
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}

/** At its end Node sets the terminal back to what it was, and aborts where that is gone, but for streams that are closed. */
function leaveLostTerminal(): void {
  process.once("exit", () => {
    for (const fd of [0, 1, 2])
      try {
        closeSync(fd);
      } catch {
        // It was closed before.
      }
  });
}
