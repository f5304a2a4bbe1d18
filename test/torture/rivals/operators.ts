import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { actions } from "../../../src/actions/index.ts";
import { performer } from "../../../src/cli/perform/perform.ts";
import { pluginVoice } from "../../../src/cli/run/plugin-voice.ts";
import { surroundingsOf } from "../../../src/cli/run/surroundings-of.ts";
import { shippedParameters, shippedRunbook } from "./shipped.ts";
import { openDoors } from "../../../src/clients/open-doors.ts";
import { secretRegistry } from "../../../src/clients/secret-registry.ts";
import { bareEnvironment } from "../../../src/core/environment/environment.ts";
import { documentOf } from "../../../src/core/document/document-of.ts";
import type { RunDocument } from "../../../src/core/document/run-document.ts";
import type { RunEvent, RunEventBody } from "../../../src/core/run/event.ts";
import * as machine from "../../../src/core/run/machine.ts";
import type { Operator, RunIdentity } from "../../../src/core/run/run-identity.ts";
import type { RunState } from "../../../src/core/run/state.ts";
import { createRun } from "../../../src/drivers/local/create-run.ts";
import type { HeldRun } from "../../../src/drivers/local/held-run.ts";
import { holdRun } from "../../../src/drivers/local/hold-run.ts";
import { openRun } from "../../../src/drivers/local/open-run.ts";
import { realWorld } from "../../../src/drivers/local/real-world/real-world.ts";
import type { Sandbox } from "../../../src/sandbox/start.ts";

/** Somebody at a desk of their own: their own state folder, driver and connections, on the one platform. */
export interface Rival {
  readonly run: string;
  /** Diagnoses, and says what awaits approval; null where nothing is offered. */
  diagnose(): Promise<string | null>;
  /** Approves it, and goes on to where nobody is needed. */
  approve(digest: string): Promise<RunDocument>;
  close(): Promise<void>;
}

/** One driver in this process. `onEvent`: after each event of its run. */
export async function rivalHere(
  sandbox: Sandbox,
  number: number,
  onEvent: (event: RunEvent) => void = () => undefined,
): Promise<Rival> {
  if (actions.size === 0) throw new Error("there are no actions");
  const stateDir = await mkdtemp(join(tmpdir(), "bigops-rival-"));
  const by: Operator = { user: `operator-${number}`, as: null, host: `desk-${number}` };
  const identity = identityOf(`fsd-${String(number).padStart(4, "2")}`, by);
  const environment = {
    ...bareEnvironment("rivals"),
    kubernetes: { kubeconfig: "/kubeconfig" },
    prometheus: { url: sandbox.prometheusUrl },
    endpoints: Object.fromEntries(Object.entries(sandbox.endpoints).map(([name, url]) => [name, { url }])),
  };
  const secrets = secretRegistry();
  const doors = openDoors(environment, { env: {}, secrets, readFile: async () => sandbox.kubeconfigYaml });
  const opened = {
    environment,
    doors,
    secrets,
    sandbox: false,
    record: () => undefined,
    close: () => doors.close(),
    voice: pluginVoice(),
    place: "rivals/ml",
    kubectl: null,
    sandboxKubeconfig: null,
    cluster: sandbox.kubernetesUrl,
    namespace: "ml",
  };
  let folder = "";
  const hold = async (run: HeldRun, first: readonly RunEventBody[]): Promise<RunState> => {
    folder = run.folder;
    let state: RunState | null = null;
    const around = surroundingsOf(
      identity,
      opened,
      () => state,
      () => Promise.reject(new Error("nobody is asked")),
    );
    const end = await holdRun<RunState | null>({
      world: realWorld,
      machine,
      perform: performer(around),
      run,
      attendance: "none",
      redact: (event) => event,
      first,
      onEvent: (event, next) => {
        state = next;
        onEvent(event);
      },
    });
    if (end.defect !== null) throw end.defect;
    if (end.state === null) throw new Error("the run never began");
    return end.state;
  };
  return {
    run: identity.id,
    async diagnose() {
      const run = await createRun({ world: realWorld, stateDir, identity, redact: (event) => event });
      if (run === null) throw new Error("there is a run of that id");
      const state = await hold(run, []);
      return state.proposals.find(({ stage }) => stage.kind === "offered")?.digest ?? null;
    },
    async approve(digest) {
      const run = await openRun(realWorld, folder);
      if (run === "held") throw new Error("the run is held");
      return documentOf(await hold(run, [{ type: "approved", digest, by }]));
    },
    async close() {
      await doors.close();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}

function identityOf(id: string, operator: Operator): RunIdentity {
  return {
    id,
    runbook: shippedRunbook,
    runbookHash: "0".repeat(64),
    environment: { name: "rivals", protected: false, readOnly: false, place: "rivals/ml", cluster: "rivals" },
    mode: "run",
    parameters: shippedParameters,
    only: null,
    timeoutMs: 20_000,
    operator,
    version: "0.0.0",
  };
}
