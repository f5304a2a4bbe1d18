import { refusal } from "../../core/run/machine.ts";
import { bigopsCommand } from "../../core/text/bigops-command.ts";
import { approvalErrand } from "../run/approval-errand.ts";
import { continueRun, type ContinueOptions } from "../run/continue-run.ts";
import { operator } from "../run/operator.ts";
import { identify } from "../run/identify.ts";
import { latestRun } from "../state/latest-run.ts";
import { givenStateDir, stateDir } from "../state/state-dir.ts";
import { sayRefused } from "../output/say-refused.ts";
import { warn } from "../output/warn.ts";
import { parseOutputs } from "../output/outputs.ts";
import { didYouMean } from "../nearest-name.ts";
import { UsageError } from "../usage-error.ts";

interface UndoOptions extends ContinueOptions {
  readonly approve?: string;
}

/** Plans the inverse of an applied change and asks for its approval; or approves the inverse that was planned before. */
export async function undo(id: string, given: string | null, options: UndoOptions): Promise<number> {
  parseOutputs(options.output);
  if (options.approve !== undefined) {
    const errand = await approvalErrand(id, options.approve, options);
    return typeof errand === "number" ? errand : continueRun(id, errand, options);
  }
  const latest = await latestRun(stateDir(options.stateDir, process.env, process.cwd()), id);
  const { state } = latest;
  const applied = state.proposals.findLast(
    (proposal) =>
      proposal.undoes === null &&
      proposal.appliedAtMs !== null &&
      proposal.receipts.length > 0 &&
      proposal.stage.kind !== "undone",
  );
  const known = state.proposals.map(({ id: name }) => name);
  if (given !== null && !known.includes(given))
    throw new UsageError(
      `run ${id} has no proposal "${given}".${didYouMean(given, known)}`,
      `there are: ${known.join(", ") || "none"}`,
    );
  const proposal = given ?? applied?.id ?? state.proposals.at(-1)?.id ?? "";
  const problem = refusal(state, { type: "undo-requested", proposal, by: operator(null) });
  if (problem !== null) {
    const hint =
      state.ended === null
        ? `to go on with it: ${bigopsCommand(`resume ${id}`, givenStateDir(options.stateDir, process.cwd()))}`
        : null;
    return sayRefused({ ...latest, message: `nothing to undo in run ${id}: ${problem}`, hint }, options.output);
  }
  return continueRun(
    id,
    {
      say: async (opened) => [
        { type: "undo-requested", proposal, by: opened === null ? operator(null) : await identify(opened, warn) },
      ],
      reopens: true,
      visits: false,
    },
    options,
  );
}
