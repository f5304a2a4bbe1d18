import type { RunEvent } from "../../core/run/event.ts";
import type { Recorder } from "./recorder.ts";
import type { Claim } from "./world.ts";

/** A run that this process holds, from `createRun` or `openRun`; `holdRun` or `releaseRun` ends that. */
export interface HeldRun {
  readonly id: string;
  readonly folder: string;
  readonly events: readonly RunEvent[];
  /** Bytes of a torn last line that were dropped; 0 where nothing was. */
  readonly tornBytes: number;
  readonly recorder: Recorder;
  /** null only where the run is not recorded. */
  readonly claim: Claim | null;
}

/** Lets go of a run without having gone on with it. */
export async function releaseRun(run: HeldRun): Promise<void> {
  await run.recorder.close();
  await run.claim?.release();
}
