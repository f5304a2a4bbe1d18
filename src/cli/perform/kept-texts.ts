import { type KeptTexts, PlanRefusal } from "../../actions/action.ts";
import type { TextsBesideRun } from "../../drivers/local/real-world/kept-texts.ts";
import type { RunSurroundings } from "./run-surroundings.ts";

/** What may be kept beside a run: everything but the secrets of its environment, which an undo could not send either. */
export function keptTexts(beside: TextsBesideRun, { mayRecord }: Pick<RunSurroundings, "mayRecord">): KeptTexts {
  return {
    read: (hash) => beside.read(hash),
    async keep(text) {
      if (!mayRecord(text))
        throw new PlanRefusal(
          "unfit",
          "what it replaces carries a secret of this environment, which is never kept; make it by hand",
        );
      try {
        return await beside.keep(text);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new PlanRefusal("not-now", `what it replaces cannot be kept for an undo: ${reason}`);
      }
    },
  };
}
