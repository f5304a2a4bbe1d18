import type { Trying } from "./try-again.ts";

/** What is told to a pager that took a page. */
export type Note = "acknowledge" | "resolve";
export const NOTES: readonly Note[] = ["acknowledge", "resolve"];

/** What became of a note, each of which a pager is told at most once. `owed`: not told yet, if it comes to that; `message`: why not. */
export type NoteState =
  | { readonly kind: "owed"; readonly trying: Trying | null; readonly message: string | null }
  | { readonly kind: "told" }
  | { readonly kind: "failed"; readonly message: string };

/** One step of the escalation, fixed when the run starts. */
export interface Step {
  readonly index: number;
  readonly page: string;
  readonly afterMs: number | null;
  readonly when: string | null;
  /** Wall clock, from the persisted start; null until its condition held. */
  readonly dueAtMs: number | null;
  readonly status: "waiting" | "paged" | "acknowledged" | "cancelled" | "failed";
  /** The operator asked for it before its time. */
  readonly requested: boolean;
  /** A sleep, a clock step or a long absence lies between: the symptoms are sampled first. */
  readonly recheck: "none" | "wanted" | "done";
  /** When the next look at the symptoms is due; read only while `recheck` is "wanted". */
  readonly recheckAtMs: number;
  readonly message: string | null;
  /** Its page failed in a way that may pass; null: it did not. Read only while it waits. */
  readonly trying: Trying | null;
  readonly notes: Readonly<Record<Note, NoteState>>;
}
