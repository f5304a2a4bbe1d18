import type { Attendance } from "../../core/run/event.ts";
import { isDumb } from "../output/is-dumb.ts";

/** A question can be asked only where both stdin and stderr are terminals, and such as can move their cursor. */
export function isTerminal(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true && !isDumb(process.env);
}

export function attendanceHere(wait: boolean): Attendance {
  if (isTerminal()) return "terminal";
  return wait ? "wait" : "none";
}
