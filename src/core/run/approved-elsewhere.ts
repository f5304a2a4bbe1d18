import type { Proposal } from "./proposal.ts";

/** Why a change is not made on an approval that another run has. */
export function approvedElsewhere({ approval }: Proposal): string {
  return `it was approved in run ${approval?.run ?? ""}, and an approval holds in its own run alone`;
}
