import type { RunEvent } from "../../core/run/event.ts";
import type { RunIdentity } from "../../core/run/run-identity.ts";
import type { Disk } from "./disk.ts";
import type { HeldRun } from "./held-run.ts";
import { continueJournal } from "./journal/journal-writer.ts";
import { notRecordedBecause } from "./not-recorded.ts";
import { Recorder } from "./recorder.ts";
import { isRunId, journalPath, runFolder, runsFolder } from "./run-folder.ts";
import type { Claim, Redact, World } from "./world.ts";

export interface NewRun {
  readonly world: World;
  readonly stateDir: string;
  readonly identity: RunIdentity;
  readonly redact: Redact;
  /** Files of the run's folder by name, 0600, that whoever goes on with it needs: on disk before the run has begun. */
  readonly beside?: Readonly<Record<string, string>>;
}

/**
 * Begins a run: its folder, the hold on it, and `started` on disk. null when there is a run of that id already: take another. Where the folder cannot
 * be written the run begins all the same, not recorded (`recorder.notRecorded` says why), and nothing half-made stays behind.
 */
export async function createRun({ world, stateDir, identity, redact, beside = {} }: NewRun): Promise<HeldRun | null> {
  const started: RunEvent = redact({ type: "started", atMs: world.now(), run: identity });
  return await beginFolder({ world, stateDir, id: identity.id, events: [started], beside });
}

interface NewFolder {
  readonly world: World;
  readonly stateDir: string;
  readonly id: string;
  /** What its journal begins with: at least one. */
  readonly events: readonly RunEvent[];
  readonly beside: Readonly<Record<string, string>>;
}

/** As `createRun`, of a run that begins with these events. */
export async function beginFolder({ world, stateDir, id, events, beside }: NewFolder): Promise<HeldRun | null> {
  if (!isRunId(id)) throw new Error(`"${id}" is no run id`);
  const folder = runFolder(stateDir, id);
  const path = journalPath(folder);
  const begun = { id, folder, events, tornBytes: 0 };
  let made = false;
  let claim: Claim | "held" | null = null;
  try {
    await world.disk.makeFolder(runsFolder(stateDir));
    made = await world.disk.makeNewFolder(folder);
    if (!made) return null;
    claim = await world.holder.claim(folder);
    if (claim === "held") return null;
    for (const [name, text] of Object.entries(beside)) await putBeside(world.disk, `${folder}/${name}`, text);
    const writer = await continueJournal(world.disk, folder, path, id, null);
    try {
      for (const event of events) await writer.append(event);
      await writer.sync();
      await world.disk.syncFolder(runsFolder(stateDir));
    } catch (error) {
      await writer.close();
      throw error;
    }
    return { ...begun, recorder: new Recorder(path, writer, null), claim };
  } catch (error) {
    if (claim !== null && claim !== "held") await claim.release();
    if (made) await world.disk.removeFolder(folder).catch(() => undefined);
    return { ...begun, recorder: new Recorder(path, null, notRecordedBecause(folder, error)), claim: null };
  }
}

/** Its name is made to last with the journal's, which is in the same folder. */
async function putBeside(disk: Disk, path: string, text: string): Promise<void> {
  const file = await disk.openAppend(path);
  try {
    await file.append(new TextEncoder().encode(text));
    await file.sync();
  } finally {
    await file.close();
  }
}
