import type { Effect } from "../../core/run/effect.ts";
import type { RunEvent, RunEventBody } from "../../core/run/event.ts";
import type { Disk } from "./disk.ts";
import type { HolderAnswer, HolderMessage } from "./holder/message.ts";

/** Everything outside of the driver's logic. The real one is in real-world/; a simulation hands in its own. */
export interface World {
  /** Wall clock, milliseconds since the epoch. */
  now(): number;
  /** Milliseconds from any fixed point; never steps, and stands still while the machine sleeps. */
  monotonic(): number;
  /** Resolves after this long, or as soon as the signal aborts; never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Names a session; unique enough that two processes never take the same. */
  sessionId(): string;
  readonly disk: Disk;
  readonly holder: HolderDoor;
}

/**
 * Performs one effect and says what came of it, in the events that the effect names. An expected failure is an event; a rejection is a defect,
 * unless the signal was aborted: then nothing is listened to any more (but a `send` is never aborted).
 */
export type Perform = (effect: Effect, signal: AbortSignal) => Promise<RunEventBody | readonly RunEventBody[]>;

/** Who holds a run: at most one process, and none once it is dead. */
export interface HolderDoor {
  /** "held" when another process is alive and holds the run. Throws the system's error where the folder does not allow it. */
  claim(runFolder: string): Promise<Claim | "held">;
  isHeld(runFolder: string): Promise<boolean>;
  /** null when no process holds the run. Throws HolderError when the holder does not answer. */
  send(runFolder: string, message: HolderMessage): Promise<HolderAnswer | null>;
}

export interface Claim {
  /** Answers other processes from now on; what they asked before waits for it. */
  serve(handler: (message: HolderMessage) => Promise<HolderAnswer>): void;
  /** false when another process took the run, as it may where the file system is shared between hosts. */
  stillHeld(): Promise<boolean>;
  release(): Promise<void>;
}

export type Redact = (event: RunEvent) => RunEvent;
