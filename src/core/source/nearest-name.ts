import { distance } from "fastest-levenshtein";

/** The known name that was probably meant; null where none is near enough to be worth saying. */
export function nearestName(name: string, known: readonly string[]): string | null {
  if (name.length > 100) return null;
  const wanted = name.toLowerCase();
  const ranked = known
    .map((candidate) => ({ candidate, steps: distance(wanted, candidate.toLowerCase()) }))
    .sort((a, b) => a.steps - b.steps);
  const best = ranked[0];
  if (best === undefined) return null;
  const limit = Math.max(1, Math.floor(Math.max(name.length, best.candidate.length) / 3));
  return best.steps <= limit || isSwap(wanted, best) ? best.candidate : null;
}

/** Two neighbouring letters typed in the wrong order, e.g. "raedy". */
function isSwap(name: string, { candidate, steps }: { candidate: string; steps: number }): boolean {
  return steps === 2 && letters(name) === letters(candidate.toLowerCase());
}

/** "did you mean x?", else what there is, else nothing to say. */
export function meant(name: string, known: readonly string[]): string | null {
  const near = nearestName(name, known);
  if (near !== null) return `did you mean ${near}?`;
  if (known.length === 0) return null;
  const shown = known.slice(0, 20).join(", ");
  return `there is: ${shown}${known.length > 20 ? ", …" : ""}`;
}

function letters(text: string): string {
  return text.split("").toSorted().join("");
}
