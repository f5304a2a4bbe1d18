/** The promise of bigops that a trial attacks. */
export type Promised = "the truth" | "no harm" | "nothing lost" | "no secret told" | "bounded" | "tests that bite";

export interface TrialOptions {
  /** Everything random comes from it; the same seed is the same trial. An unsigned 32-bit integer. */
  readonly seed: number;
  /** As `npm test` runs it: a minute at most on two cores. */
  readonly short: boolean;
  /** Where a trial that has a page for the documentation writes it. */
  readonly page?: string;
  /** Progress, for who watches; not part of the figures. */
  readonly note: (line: string) => void;
}

/** A case in which the promise was broken. */
export interface Breach {
  /** What repeats it: arguments behind `npm run torture --`. */
  readonly repeat: string;
  /** What was done and what came of it, as small as it could be made; lines. */
  readonly story: string;
}

export interface TrialResult {
  /** How many cases were tried. */
  readonly cases: number;
  /** What was measured, in a few words: "0 changed twice in 412 crashes". */
  readonly figure: string;
  readonly breaches: readonly Breach[];
}

/** One attack on one promise, with a figure at its end. */
export interface Trial {
  /** kebab-case; also its folder beside this file. */
  readonly name: string;
  readonly promise: Promised;
  run(options: TrialOptions): Promise<TrialResult>;
}
