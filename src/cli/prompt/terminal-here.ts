import { ReadStream } from "node:tty";
import { viewOf } from "../output/view-of.ts";
import type { Terminal } from "./ask.ts";

/** This process's own terminal; stdout stays free for results. */
export function terminalHere(): Terminal {
  outliveHangup(process.stdin);
  return {
    input: process.stdin,
    output: process.stderr,
    view: viewOf(process.stderr, process.env, Date.now()),
  };
}

/** When the connection drops, the question's terminal is gone before the signal comes: it cannot be set back, and that is no error of the run. */
function outliveHangup(input: NodeJS.ReadStream): void {
  input.off("error", ignore).on("error", ignore);
  input.setRawMode = (mode) => {
    try {
      ReadStream.prototype.setRawMode.call(input, mode);
    } catch {
      // Whoever reads from it heard of it, too.
    }
    return input;
  };
}

function ignore(): void {}
