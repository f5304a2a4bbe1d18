import { mayChange } from "./approve.ts";
import type { Proposal } from "./proposal.ts";
import type { RunState } from "./state.ts";

/** What waits for an approval whose time is over at this moment. */
export function overdueOffers(state: RunState, atMs: number): readonly Proposal[] {
  if (!mayChange(state)) return [];
  return state.proposals.filter(
    ({ stage, expiresAtMs }) => stage.kind === "offered" && expiresAtMs !== null && atMs >= expiresAtMs,
  );
}

/** The run with these lapsed: as it stands by then, also where no process was there to notice. */
export function withoutOverdueOffers(state: RunState, atMs: number): RunState {
  const overdue = overdueOffers(state, atMs);
  const stage = { kind: "expired" as const, reason: "nobody approved it in time" };
  const proposals = state.proposals.map((proposal) => (overdue.includes(proposal) ? { ...proposal, stage } : proposal));
  return { ...state, proposals };
}
