import { parseDuration } from "../../core/duration.ts";
import { bigopsCommand } from "../../core/text/bigops-command.ts";
import { documentOf } from "../../core/document/document-of.ts";
import { listRuns as list } from "../../drivers/local/list-runs.ts";
import { pruneRuns as prune } from "../../drivers/local/prune-runs.ts";
import { realWorld } from "../../drivers/local/real-world/real-world.ts";
import { JournalError, type JournalErrorCode } from "../../drivers/local/journal/journal-error.ts";
import { RunNotFoundError } from "../../drivers/local/read-run.ts";
import { verifyJournal } from "../../drivers/local/verify-journal.ts";
import { jsonLines } from "../../reporters/json.ts";
import { openFirst, renderRuns } from "../../reporters/text/runs-table.ts";
import { warn } from "../output/warn.ts";
import { roomOf, viewOf } from "../output/view-of.ts";
import { givenStateDir, stateDir } from "../state/state-dir.ts";
import { folderOf, stateOf, storedRun } from "../state/stored-run.ts";
import { UsageError } from "../usage-error.ts";

interface Stored {
  readonly stateDir?: string;
}

const WHY_UNREAD: { readonly [C in JournalErrorCode]: string } = {
  "other-version": "of another version",
  damaged: "damaged",
  empty: "empty",
  "too-large": "too large",
  "foreign-write": "written by others",
};

/** Lists the runs, open ones first, with what is overdue; asks no system and pages nobody. */
export async function listRuns(options: Stored & { readonly output: string }): Promise<number> {
  const found = await list(realWorld, stateDir(options.stateDir, process.env, process.cwd()));
  const documents = found.flatMap((run) =>
    run.events === null ? [] : [documentOf(stateOf(run.events), { held: run.held, nowMs: Date.now() })],
  );
  const broken = found.flatMap((run) => (run.events === null ? [run] : []));
  const unread = broken.map(({ id, problem }) => ({ id, why: WHY_UNREAD[problem.code] }));
  if (options.output === "json")
    process.stdout.write(
      jsonLines(
        openFirst(documents).map(({ run, outcome, escalation, acknowledged }) => ({
          ...run,
          open: run.endedAt === null,
          outcome,
          escalation,
          acknowledged,
        })),
      ),
    );
  else
    process.stdout.write(
      renderRuns(documents, unread, viewOf(process.stdout, process.env, Date.now()), roomOf(process.stdout)),
    );
  for (const run of broken) warn(`run ${run.id} cannot be read: ${run.problem.message}`);
  return 0;
}

/** Reads a journal from its first byte to its last; damage is said with its position. */
export async function verifyRun(id: string, options: Stored): Promise<number> {
  const folder = await folderOf(stateDir(options.stateDir, process.env, process.cwd()), id);
  try {
    const report = await verifyJournal(realWorld.disk, folder);
    const torn =
      report.tornBytes === 0 ? "" : `; the last line was torn (${report.tornBytes} bytes), as a crash leaves it`;
    process.stdout.write(`run ${report.run}: ${report.events} events, unbroken${torn}\nlast hash ${report.hash}\n`);
    return 0;
  } catch (error) {
    if (error instanceof RunNotFoundError) await storedRun(stateDir(options.stateDir, process.env, process.cwd()), id);
    if (error instanceof JournalError) throw new UsageError(error.message);
    throw error;
  }
}

/** Removes ended runs that are older; what is open or held is kept and said. */
export async function pruneRuns(options: Stored & { readonly olderThan: string }): Promise<number> {
  const olderThanMs = parseDuration(options.olderThan);
  if (olderThanMs === null) throw new UsageError(`--older-than ${options.olderThan} is no duration`, "e.g. 30d, 12h");
  const { removed, kept } = await prune({
    world: realWorld,
    stateDir: stateDir(options.stateDir, process.env, process.cwd()),
    olderThanMs,
    command: (words) => bigopsCommand(words, givenStateDir(options.stateDir, process.cwd())),
    isOver: (events) => stateOf(events).ended !== null,
  });
  process.stdout.write(`removed ${removed.length} ${removed.length === 1 ? "run" : "runs"}\n`);
  for (const { id, reason } of kept) process.stdout.write(`kept ${id}: ${reason}\n`);
  return 0;
}
