/** One deliberate breach of a promise: the text `find` of `file` becomes `replace`, and the named test must turn red. */
export interface Mutant {
  readonly name: string;
  /** The promise of the design that it breaks. */
  readonly promise: "truth" | "no harm" | "nothing lost" | "fast" | "pleasant";
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  readonly testFile: string;
  readonly test: string;
}

const promises = "test/core/run/promises.test.ts";

export const mutants: readonly Mutant[] = [];
