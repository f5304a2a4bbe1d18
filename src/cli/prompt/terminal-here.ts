import { viewOf } from "../output/view-of.ts";
import type { Terminal } from "./ask.ts";

/** This process's own terminal; stdout stays free for results. */
export function terminalHere(): Terminal {
  return {
    input: process.stdin,
    output: process.stderr,
    view: viewOf(process.stderr, process.env, Date.now()),
  };
}
