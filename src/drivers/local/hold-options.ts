import type { Attendance, RunEvent, RunEventBody } from "../../core/run/event.ts";
import type { Machine } from "../machine.ts";
import type { HeldRun } from "./held-run.ts";
import type { Perform, Redact, World } from "./world.ts";

/** What the operator must be told while a run is held; not part of the run. */
export type Notice =
  /** From here on nothing is recorded, and so nothing can be approved. */
  | { readonly kind: "not-recorded"; readonly message: string }
  /** A person's event was not taken. */
  | { readonly kind: "refused"; readonly body: RunEventBody; readonly message: string }
  /** Asked to stop, and first waiting for the answer to what has been sent. */
  | { readonly kind: "waiting"; readonly message: string };

export interface HoldOptions<State> {
  readonly world: World;
  readonly machine: Machine<State>;
  readonly perform: Perform;
  readonly run: HeldRun;
  readonly attendance: Attendance;
  /** The escalation's targets that cannot be paged from here, and why. */
  readonly unpageable?: Readonly<Record<string, string>>;
  /** Applied to every event before it is written and before it is applied, so that a resumed run sees what this one saw. */
  readonly redact: Redact;
  /** What this process came to say (an approval, an undo, an acknowledgement); taken right after it took the run. */
  readonly first?: readonly RunEventBody[];
  /** Aborting it stops cleanly. */
  readonly stop?: AbortSignal;
  /** After each event is recorded and applied. */
  readonly onEvent?: (event: RunEvent, state: State) => void;
  readonly onNotice?: (notice: Notice) => void;
}

/** How holding a run came to its end; the run itself may be open still. */
export interface RunEnd<State> {
  readonly state: State;
  readonly events: readonly RunEvent[];
  /**
   * `ended`: nothing is left to do. `resting`: only a person could go on, and nobody is attended. `interrupted`: stopped. `quit`: the operator left.
   * `taken-over`: another process has the run. `defect`: something failed that may not fail; the run can be resumed as after a crash.
   */
  readonly why: "ended" | "resting" | "interrupted" | "quit" | "taken-over" | "defect";
  readonly notRecorded: string | null;
  /** What was thrown where `why` is `defect` or `taken-over`. */
  readonly defect: unknown;
}
