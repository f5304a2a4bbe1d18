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
  /** Notes that follow a page, and have been sent: a page is acknowledged or resolved at most once. */
  readonly told: readonly ("acknowledge" | "resolve")[];
}
