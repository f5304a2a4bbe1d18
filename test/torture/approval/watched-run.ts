import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { actions } from "../../../src/actions/index.ts";
import { performer } from "../../../src/cli/perform/perform.ts";
import { pluginVoice } from "../../../src/cli/run/plugin-voice.ts";
import { redaction } from "../../../src/cli/run/redaction.ts";
import { surroundingsOf } from "../../../src/cli/run/surroundings-of.ts";
import { openDoors } from "../../../src/clients/open-doors.ts";
import { secretRegistry } from "../../../src/clients/secret-registry.ts";
import { documentOf } from "../../../src/core/document/document-of.ts";
import type { RunDocument } from "../../../src/core/document/run-document.ts";
import type { RunEvent, RunEventBody } from "../../../src/core/run/event.ts";
import * as machine from "../../../src/core/run/machine.ts";
import type { Operator, RunIdentity } from "../../../src/core/run/run-identity.ts";
import type { RunState } from "../../../src/core/run/state.ts";
import { parseRunbook } from "../../../src/core/runbook/parse-runbook.ts";
import { formatProblems } from "../../../src/core/source/problem.ts";
import { createRun } from "../../../src/drivers/local/create-run.ts";
import type { HeldRun } from "../../../src/drivers/local/held-run.ts";
import { holdRun } from "../../../src/drivers/local/hold-run.ts";
import { readJournal } from "../../../src/drivers/local/journal/read-journal.ts";
import { openRun } from "../../../src/drivers/local/open-run.ts";
import { realWorld } from "../../../src/drivers/local/real-world/real-world.ts";
import { probes } from "../../../src/probes/index.ts";
import { renderJson } from "../../../src/reporters/json.ts";
import type { ChangeScene } from "./change-scenes.ts";
import type { WatchedPlatform } from "./watched-platform.ts";

const by: Operator = { user: "ada", as: null, host: "laptop" };
const RUN = "apr-2222";

/** A run of a runbook with one action: the real driver, journal, clients and performers. */
export interface WatchedRun {
  /** Goes on with what is said first, to where only a person could go on, or its end; resolves with the JSON that is then printed. */
  go(first: readonly RunEventBody[]): Promise<RunDocument>;
  approve(digest: string): Promise<RunDocument>;
  undo(proposal: string): Promise<RunDocument>;
  /** As the journal on the disk has it. */
  journal(): Promise<readonly RunEvent[]>;
  close(): Promise<void>;
}

/** The symptom is gone once a change is made. An inverse is left once it is made: what it goes back to may never become ready. */
export async function watchedRun(scene: ChangeScene, platform: WatchedPlatform): Promise<WatchedRun> {
  const { environment } = platform;
  const stateDir = await mkdtemp(join(tmpdir(), "bigops-approval-"));
  const secrets = secretRegistry();
  const doors = openDoors(environment, {
    env: {},
    secrets,
    readFile: (path) => (path === "/kubeconfig" ? Promise.resolve(platform.kubeconfig) : readFile(path, "utf8")),
  });
  const opened = {
    environment,
    doors,
    secrets,
    sandbox: false,
    record: () => undefined,
    close: () => doors.close(),
    voice: pluginVoice(),
    place: "watched/ml",
    kubectl: null,
    sandboxKubeconfig: null,
    cluster: "watched",
    namespace: "ml",
  };
  const identity = identityOf(scene);
  const redact = redaction(secrets);
  let folder: string | null = null;
  const hold = async (run: HeldRun, first: readonly RunEventBody[]): Promise<RunDocument> => {
    folder = run.folder;
    let state: RunState | null = null;
    const stop = new AbortController();
    const nobody = (): Promise<never> => Promise.reject(new Error("nobody is asked"));
    const end = await holdRun<RunState | null>({
      world: realWorld,
      machine,
      perform: performer(surroundingsOf(identity, opened, () => state, nobody)),
      run,
      attendance: "none",
      redact,
      first,
      stop: stop.signal,
      onEvent: (_, next) => {
        state = next;
        const made = next?.proposals.findLast(({ stage }) => stage.kind === "completing");
        if (made !== undefined) platform.recover();
        if (made !== undefined && made.undoes !== null) stop.abort();
      },
    });
    if (end.defect !== null) throw end.defect;
    if (end.state === null) throw new Error("the run never began");
    return JSON.parse(renderJson(documentOf(end.state))) as RunDocument;
  };
  const go: WatchedRun["go"] = async (first) => {
    const run =
      folder === null
        ? await createRun({ world: realWorld, stateDir, identity, redact })
        : await openRun(realWorld, folder);
    if (run === null || run === "held") throw new Error("the run cannot be held");
    return await hold(run, first);
  };
  return {
    go,
    approve: (digest) => go([{ type: "approved", digest, by }]),
    undo: (proposal) => go([{ type: "undo-requested", proposal, by }]),
    async journal() {
      const path = join(folder ?? "", "journal.jsonl");
      return readJournal(await readFile(path), path).events;
    },
    async close() {
      await doors.close();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}

function identityOf({ action, args }: ChangeScene): RunIdentity {
  const text = stringify({
    name: "approval",
    title: "A change that is watched",
    severity: "P3",
    investigation: [{ id: "symptom", "http.health": { endpoint: "symptom" } }],
    causes: [{ id: "broken", title: "it is broken", when: "symptom.fail", because: "The symptom fails." }],
    mitigation: [{ id: "change", for: "broken", [action]: args, verify: ["symptom"] }],
    verification: { passes: 1, interval: "1s" },
  });
  const parsed = parseRunbook(text, "approval.yaml", { probes, actions });
  if (!parsed.ok) throw new Error(formatProblems(parsed.problems));
  return {
    id: RUN,
    runbook: parsed.runbook,
    runbookHash: "0".repeat(64),
    environment: { name: "watched", protected: false, readOnly: false, place: "watched/ml", cluster: "watched" },
    mode: "run",
    parameters: {},
    only: null,
    timeoutMs: 20_000,
    operator: by,
    version: "0.0.0",
  };
}
