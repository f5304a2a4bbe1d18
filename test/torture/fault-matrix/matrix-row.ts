import type { Subject } from "./subject.ts";

/** One fault brought to one subject, once or in many places. */
export interface MatrixRow {
  readonly subject: Subject;
  readonly fault: string;
  /** How it was brought: to everything that is asked, to one request alone, or to the fields of the answers. */
  readonly reach: "all" | "one request" | "fields";
  readonly cases: number;
  /** Of the whole failed; of parts, all that came, each once. */
  readonly verdict: string;
  readonly words: string;
  readonly breaches: readonly string[];
}
