import { journalDamage } from "./journal-damage/journal-damage.ts";
import type { Trial } from "./trial.ts";

/** Every attack on a promise, in the order in which they run. */
export const trials: readonly Trial[] = [journalDamage];
