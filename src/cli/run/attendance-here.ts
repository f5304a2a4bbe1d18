import type { Attendance } from "../../core/run/event.ts";

/** A question can be asked only where both stdin and stderr are terminals. */
export function isTerminal(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

export function attendanceHere(wait: boolean): Attendance {
  if (isTerminal()) return "terminal";
  return wait ? "wait" : "none";
}
