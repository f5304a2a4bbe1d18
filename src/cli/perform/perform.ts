import type { Effect } from "../../core/run/effect.ts";
import type { RunEventBody } from "../../core/run/event.ts";
import { performCheck } from "./perform-check.ts";
import { performFence } from "./perform-fence.ts";
import { performLease } from "./perform-lease.ts";
import { performPage } from "./perform-page.ts";
import { performPlan } from "./perform-plan.ts";
import { performPrepare, performProgress, performReconcile, performSend } from "./perform-write.ts";
import type { Performer, RunSurroundings } from "./run-surroundings.ts";
import { unlessSuperseded } from "./standing.ts";

/** Every effect of the core, performed with the real probes, actions and clients. */
export function performer(around: RunSurroundings): Performer {
  return (effect: Effect, signal: AbortSignal): Promise<RunEventBody> => {
    switch (effect.type) {
      case "check":
        return performCheck(effect, around, signal);
      case "plan":
        return performPlan(effect, around, signal);
      case "prompt":
        return around.ask(effect, signal);
      case "lease":
        return effect.op === "release"
          ? performLease(effect, around, signal)
          : unlessSuperseded(
              around,
              signal,
              () => performLease(effect, around, signal),
              (reason) => ({ type: "leased", proposal: effect.proposal, lease: { outcome: "unavailable", reason } }),
            );
      case "fence":
        return performFence(effect, around, signal);
      case "prepare":
        return performPrepare(effect, around, signal);
      case "send":
        return performSend(effect, around);
      case "reconcile":
        return performReconcile(effect, around, signal);
      case "progress":
        return performProgress(effect, around, signal);
      case "page":
        return unlessSuperseded(
          around,
          undefined,
          () => performPage(effect, around),
          (message) => ({ type: "paged", step: effect.step, note: effect.note, ok: false, message, again: true }),
        );
    }
  };
}
