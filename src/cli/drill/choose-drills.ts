import type { Fault } from "../../sandbox/faults/fault.ts";
import { faults, faultsOf, findFault, runbookOf } from "../../sandbox/faults/index.ts";
import { didYouMean } from "../nearest-name.ts";
import { listRunbookFiles, findRunbook, runbookFolders } from "../runbooks/find-runbook.ts";
import { loadRunbook, type LoadedRunbook } from "../runbooks/load-runbook.ts";
import { UsageError } from "../usage-error.ts";

export interface Drill {
  readonly loaded: LoadedRunbook;
  readonly fault: Fault;
}

/** What the command line asks for. */
interface Asked {
  readonly runbook: string | undefined;
  readonly fault: string | undefined;
  readonly all: boolean;
  /** The folders of bigops.yaml. */
  readonly folders: readonly string[];
  readonly cwd: string;
}

/** Where neither the runbook nor the fault says which runbook is meant. */
const DEFAULT_RUNBOOK = "feature-store-down";

/** The drills that were asked for: one fault, or every fault of a runbook, or of every shipped one. */
export async function chooseDrills(asked: Asked): Promise<readonly Drill[]> {
  const { runbook, fault, all, cwd } = asked;
  if (all && fault !== undefined) throw new UsageError("--fault and --all exclude each other");
  // A runbook that is not there is said before a fault is asked for.
  if (runbook !== undefined) await findRunbook(runbook, asked.folders, cwd);
  if (!all) {
    const chosen = oneFault(fault, runbook === undefined ? faults : faultsOf(runbook));
    const loaded = await load(runbook ?? runbookOf(chosen) ?? DEFAULT_RUNBOOK, asked);
    return [{ loaded, fault: chosen }];
  }
  const runbooks =
    runbook === undefined
      ? await Promise.all((await listRunbookFiles(runbookFolders([]))).map((file) => loadRunbook(file, cwd)))
      : [await load(runbook, asked)];
  return runbooks.flatMap((loaded) => faultsOf(loaded.runbook.name).map((one) => ({ loaded, fault: one })));
}

async function load(runbook: string, { folders, cwd }: Asked): Promise<LoadedRunbook> {
  return loadRunbook(await findRunbook(runbook, folders, cwd), cwd);
}

/** The fault of this name; `listed` are told where it is none. */
function oneFault(fault: string | undefined, listed: readonly Fault[]): Fault {
  const names = listed.map(({ name }) => name);
  if (fault === undefined)
    throw new UsageError("say which fault to inject with --fault, or --all", `there are: ${names.join(", ")}`);
  const found = findFault(fault);
  if (found === undefined)
    throw new UsageError(
      `the sandbox has no fault "${fault}".${didYouMean(fault, names)}`,
      `there are: ${names.join(", ")}`,
    );
  return found;
}
