/** One line of the table: what was compared, and the bound that its ratio has to keep. */
export interface Measurement {
  readonly what: string;
  readonly oursMs: number;
  readonly against: string;
  readonly theirsMs: number;
  /** As the bound counts it: ours by theirs, or for `faster` theirs by ours. */
  readonly ratio: number;
  readonly bound: { readonly kind: "at most" | "faster"; readonly value: number };
}

export function isMet({ ratio, bound }: Measurement): boolean {
  return bound.kind === "at most" ? ratio <= bound.value : ratio >= bound.value;
}
