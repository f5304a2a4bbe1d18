import type { Fault } from "./fault.ts";

export const none: Fault = {
  name: "none",
  description: "Nothing is wrong; old restarts, yesterday's release and a finished Job are all there is to see.",
  runbook: "every",
  expected: { outcome: "healthy", cause: null, proposal: null },
};
