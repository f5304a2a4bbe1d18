import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { documentOf } from "../../core/document/document-of.ts";
import type { RunDocument } from "../../core/document/run-document.ts";
import { openRun } from "../../drivers/local/open-run.ts";
import { realWorld } from "../../drivers/local/real-world/real-world.ts";
import type { RunState } from "../../core/run/state.ts";
import { beginRun } from "../run/begin-run.ts";
import { holdSession } from "../run/hold-session.ts";
import { clusterUse } from "../run/needs-kubernetes.ts";
import { openEnvironment, type OpenEnvironment } from "../run/open-environment.ts";
import { operator } from "../run/operator.ts";
import type { LoadedRunbook } from "../runbooks/load-runbook.ts";

/** What a drill saw: the diagnosis, and how the run stood after its first proposal was applied. */
export interface Drilled {
  readonly diagnosis: RunDocument;
  /** null where there was nothing to apply. */
  readonly afterwards: RunDocument | null;
  /** How it stood after the undo that was proposed since the change broke something; null where none was. */
  readonly undone: RunDocument | null;
}

/** Several sandboxes share the machine: what is slow for that alone is no finding. The fault `slow` is slower than any of it. */
const CHECK_TIMEOUT = "40s";
const parameters = ["window=5s", "interval=1s"];

/**
 * One run against its own sandbox, in a folder that is thrown away; its first automatic proposal is approved by the drill, and the undo that follows where
 * that breaks something. null where `stop` cut it off: that says nothing of the runbook.
 */
export async function runDrill(
  loaded: LoadedRunbook,
  fault: string,
  seed: number,
  stop: AbortController,
): Promise<Drilled | null> {
  const stateDir = await mkdtemp(join(tmpdir(), "bigops-drill-"));
  const sandbox = { fault, seed, startedAtMs: Date.now() };
  const connection = {
    environment: "sandbox",
    config: null,
    context: null,
    namespace: null,
    kubeconfig: null,
    cwd: stateDir,
    sandbox,
  };
  const { runbook } = loaded;
  const visit = { runbooks: [runbook], use: clusterUse(runbook, "drill"), logsIn: false };
  const opened = await openEnvironment(connection, null, visit);
  try {
    const known = parameters.filter((text) => (text.split("=")[0] ?? "") in loaded.runbook.parameters);
    const run = await beginRun(
      loaded,
      { stateDir, param: known, check: [], timeout: CHECK_TIMEOUT },
      "drill",
      opened,
      null,
    );
    const { state } = await hold(run, opened, [], stop);
    if (stop.signal.aborted) return null;
    const digest = state.proposals.find(
      (proposal) => proposal.stage.kind === "offered" && (proposal.plan?.writes.length ?? 0) > 0,
    )?.digest;
    const first = documentOf(state);
    if (!digest) return { diagnosis: first, afterwards: null, undone: null };
    const end = await approve(run.folder, digest, opened, stop);
    if (stop.signal.aborted) return null;
    const afterwards = documentOf(end.state);
    const undo = end.state.proposals.find(({ stage, undoes }) => undoes !== null && stage.kind === "offered")?.digest;
    if (!undo) return { diagnosis: first, afterwards, undone: null };
    const back = await approve(run.folder, undo, opened, stop);
    if (stop.signal.aborted) return null;
    return { diagnosis: first, afterwards, undone: documentOf(back.state) };
  } finally {
    await opened.close();
    await rm(stateDir, { recursive: true, force: true });
  }
}

async function approve(
  folder: string,
  digest: string,
  opened: OpenEnvironment,
  stop: AbortController,
): Promise<{ readonly state: RunState }> {
  const again = await openRun(realWorld, folder);
  if (again === "held") throw new Error("the drill's run is held by another process");
  return hold(again, opened, [{ type: "approved", digest, by: operator(null) }], stop);
}

function hold(
  run: Parameters<typeof holdSession>[0]["run"],
  opened: OpenEnvironment,
  first: Parameters<typeof holdSession>[0]["first"],
  stop: AbortController,
): Promise<{ readonly state: RunState }> {
  return holdSession({
    run,
    opened,
    outputs: [],
    verbose: false,
    attendance: "none",
    first,
    quiet: true,
    stateDir: null,
    stop,
  });
}
