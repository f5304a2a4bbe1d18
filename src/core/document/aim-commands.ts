import { aimKubectl, type KubectlAim } from "../text/aim-kubectl.ts";
import type { CheckEntry, ProposalEntry } from "./run-document.ts";

/**
 * The kubectl commands of a run name its cluster only where they are told: on another machine the same cluster is reached otherwise, and neither what was
 * recorded nor a digest may rest on that.
 */
export function aimProposal(entry: ProposalEntry, aim: KubectlAim | null): ProposalEntry {
  const { plan, reason, note } = entry;
  return {
    ...entry,
    reason: reason === null ? null : aimKubectl(reason, aim),
    note: note === null ? null : aimKubectl(note, aim),
    plan: {
      ...plan,
      instructions: plan.instructions.map((step) => aimKubectl(step, aim)),
      warnings: plan.warnings.map((warning) => aimKubectl(warning, aim)),
      equivalent: aimKubectl(plan.equivalent, aim),
    },
  };
}

/** As `aimProposal`: what a person would have typed, and the next step where a check failed. */
export function aimCheck(entry: CheckEntry, aim: KubectlAim | null): CheckEntry {
  const { equivalent, error } = entry;
  return {
    ...entry,
    equivalent: aimKubectl(equivalent, aim),
    error: error === null ? null : { ...error, hint: aimKubectl(error.hint, aim) },
  };
}
