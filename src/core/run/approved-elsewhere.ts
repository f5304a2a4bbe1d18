/** Why a change is not made on an approval that another run has. */
export function approvedElsewhere(run: string): string {
  return `it was approved in run ${run}, and an approval holds in its own run alone`;
}
