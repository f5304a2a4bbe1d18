import type { Doors } from "../../../src/clients/doors.ts";
import { ClientError, type ClientErrorCode } from "../../../src/clients/client-error.ts";
import type { FlinkClient, FlinkJob } from "../../../src/clients/flink-client.ts";
import type { ActionContext, SendOrder } from "../../../src/actions/action.ts";
import type { Json, JsonObject } from "../../../src/core/json.ts";
import type { Plan, Write } from "../../../src/core/plan/plan.ts";

export const NOW = 1_800_000_000_000;
export const JOB = "a".repeat(32);
export const NEW_JOB = "b".repeat(32);
export const TRIGGER = "c".repeat(32);

/** A Flink of which a test says only what it is asked; anything else is a defect. */
export function contextWith(flink: Partial<FlinkClient>): ActionContext {
  const doors = { flink: () => Promise.resolve(flink) } as unknown as Doors;
  return { doors, nowMs: NOW, signal: new AbortController().signal };
}

export function fails(code: ClientErrorCode, status: number | null, message = "Flink says no"): () => Promise<never> {
  return () => Promise.reject(new ClientError(code, message, "look at its log", status));
}

export function jobIn(state: string, fields: Partial<FlinkJob> = {}): FlinkJob {
  return {
    id: JOB,
    name: "zipline",
    state,
    scheduler: "Default",
    startedAtMs: NOW - 60_000,
    endedAtMs: null,
    nowMs: NOW,
    enteredAtMs: {},
    vertices: [],
    edges: [],
    ...fields,
  };
}

function planOf(writes: readonly Write[], before: JsonObject = {}): Plan {
  return {
    action: "flink.run",
    summary: "start zipline",
    target: { kind: "FlinkJob", namespace: "", name: "zipline", uid: JOB },
    identity: "",
    writes,
    instructions: [],
    changes: [],
    impact: { lines: [], keepServing: null, budgetAllows: null },
    warnings: [],
    equivalent: "",
    undo: null,
    before,
    completionSeconds: 60,
  };
}

export function orderOf(write: Write, detail: JsonObject = {}, before: JsonObject = {}): SendOrder {
  return { plan: planOf([write], before), write, resourceVersion: null, mark: "run-1/start/1", detail };
}

/** Keeps what was sent. */
export function sending(answer: (sent: { path: string; body: Json }) => Promise<JsonObject>) {
  const sent: { path: string; body: Json; query: Readonly<Record<string, string>> }[] = [];
  const write: FlinkClient["write"] = ({ path, body, query = {} }) => {
    sent.push({ path, body, query });
    return answer({ path, body });
  };
  return { sent, write };
}
