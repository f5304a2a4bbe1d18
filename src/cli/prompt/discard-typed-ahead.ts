/** So long nothing more may come before what was pressed earlier counts as read. */
const QUIET_MS = 100;
const CTRL_C = 0x03;

/** A terminal that keys are read from one by one. */
export interface KeyInput extends NodeJS.ReadableStream {
  readonly isTTY?: boolean;
  setRawMode?(raw: boolean): unknown;
}

/**
 * Reads away what was pressed before there was a question: it cannot be the answer to something that nobody had seen. Resolves once no more comes;
 * "interrupted" where Ctrl-C was among it. What is no terminal is left alone. Rejects with the signal's reason.
 */
export async function discardTypedAhead(input: KeyInput, signal: AbortSignal): Promise<"quiet" | "interrupted"> {
  if (input.isTTY !== true) return "quiet";
  signal.throwIfAborted();
  // Lines that are not ended yet are read in this mode only.
  input.setRawMode?.(true);
  return await new Promise((resolve, reject) => {
    const end = (then: () => void): void => {
      clearTimeout(timer);
      input.off("data", pressed);
      signal.removeEventListener("abort", withdrawn);
      input.pause();
      then();
    };
    const quiet = (): void => end(() => resolve("quiet"));
    const withdrawn = (): void => {
      input.setRawMode?.(false);
      end(() => reject(signal.reason as Error));
    };
    const pressed = (keys: Buffer | string): void => {
      if (Buffer.from(keys as string).includes(CTRL_C)) {
        input.setRawMode?.(false);
        end(() => resolve("interrupted"));
      } else timer.refresh();
    };
    const timer = setTimeout(quiet, QUIET_MS);
    signal.addEventListener("abort", withdrawn, { once: true });
    input.on("data", pressed);
    input.resume();
  });
}
