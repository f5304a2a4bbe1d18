import { evaluateCauses } from "../../core/runbook/diagnosis.ts";
import type { RunIdentity } from "../../core/run/run-identity.ts";
import type { LateScreen } from "../screen/late-screen.ts";

/**
 * What the end of a diagnosis needs, got ready while servers answer: each is a few hundredths of a second of work, and is done once, when what was sent or
 * answered just now has been seen to.
 */
export interface Readiness {
  /** To be told when something is asked. */
  forTheScreen(): void;
  /** To be told when something was answered: conditions are compiled once, and evaluated here over nothing. */
  forTheCauses(): void;
}

export function readiness(screen: LateScreen, { runbook, parameters }: RunIdentity): Readiness {
  return {
    forTheScreen: onceSoon(() => void screen.load()),
    forTheCauses: onceSoon(() => void evaluateCauses(runbook, new Map(), parameters)),
  };
}

/** A server next door answers sooner than this: how long it took is not to be told with our own work in it. */
const SOON_MS = 10;

function onceSoon(step: () => void): () => void {
  let begun = false;
  return () => {
    if (!begun) setTimeout(step, SOON_MS).unref();
    begun = true;
  };
}
