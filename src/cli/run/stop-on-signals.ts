/** Ctrl-C, a termination and a dropped connection stop cleanly; a second Ctrl-C ends the process at once. */
export function stopOnSignals(say: (text: string) => void): { readonly controller: AbortController; dispose(): void } {
  const controller = new AbortController();
  const onSignal = (): void => {
    // What was sent is on disk as an intent: the next process asks the live system about it.
    if (controller.signal.aborted) process.exit(130);
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
