import type { Step } from "./step.ts";

/** A look that was taken before somebody else came, or before a sleep, is none for a page that goes out after it. */
export function withoutOldLooks(steps: readonly Step[]): readonly Step[] {
  return steps.map((step) =>
    step.status === "waiting" && step.recheck === "done" ? { ...step, recheck: "none" } : step,
  );
}
