import type { LeaseHolder } from "../plan/lease.ts";
import type { Proposal } from "./proposal.ts";
import type { RunState } from "./state.ts";

/** e.g. "ada@laptop in run fsd-7k2m (feature-store-down), since 2026-01-15T03:00:00.000Z, until 2026-01-15T03:01:00.000Z" */
export function holderInWords(holder: LeaseHolder): string {
  const { user, host, run, runbook, sinceMs, untilMs } = holder;
  const since = sinceMs === null ? "" : `, since ${new Date(sinceMs).toISOString()}`;
  const until = untilMs === null ? "" : `, until ${new Date(untilMs).toISOString()} unless renewed`;
  return `${user}@${host} in run ${run} (${runbook})${since}${until}`;
}

/** What somebody else is doing, or did last, to the target of this proposal, to be said behind a reason; "" where nothing is known. */
export function rivalInWords(state: RunState, { rivals }: Proposal): string {
  if (rivals === null) return "";
  const { holder, past } = rivals;
  const look = `; to see whether it helps: bigops run ${state.run.runbook.name} --dry-run`;
  if (holder !== null && holder.run !== state.run.id) return `; being changed by ${holderInWords(holder)}${look}`;
  const last = past.findLast(({ run }) => run !== state.run.id);
  if (last === undefined) return "";
  const { mitigation, action, user, host, proposal, run, atMs, ended } = last;
  if (user === "") {
    const when = new Date(atMs).toISOString();
    return `; changed last by run ${run} (${proposal}) at ${when}, as the mark on it says; whose that is, leases would tell, which may not be read${look}`;
  }
  const how = ended === "under-way" ? "" : `, ${ended}`;
  const what = mitigation ?? action;
  return `; changed last by ${user}@${host}: ${what} in run ${run} at ${new Date(atMs).toISOString()}${how}${look}`;
}
