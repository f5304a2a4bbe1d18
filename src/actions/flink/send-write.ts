import { setTimeout as sleep } from "node:timers/promises";
import { ClientError } from "../../clients/client-error.ts";
import type { FlinkClient } from "../../clients/flink-client.ts";
import type { Json, JsonObject } from "../../core/json.ts";
import type { Write } from "../../core/plan/plan.ts";
import { writeTimeoutMs } from "../../core/plan/write-timeout.ts";
import type { Receipt } from "../../core/run/event.ts";
import type { ActionContext, SendOrder } from "../action.ts";
import { wasNeverSent } from "../kubernetes/was-never-sent.ts";
import { JAR, jobOf, kindOf, SAVEPOINT, textIn, isObject } from "./writes.ts";

/** So long the end of a savepoint is waited for, that a failure is told as one; a slow one goes on. */
const SAVEPOINT_PATIENCE_MS = 6_000;
const SAVEPOINT_POLL_MS = 250;

/** Sends exactly one approved write, once, with its placeholders filled; never again by itself. */
export async function sendWrite(order: SendOrder, context: ActionContext): Promise<Receipt> {
  const { write, detail } = order;
  if (context.signal.aborted)
    return { outcome: "not-sent", message: `${write.object} was not changed: stopped before sending` };
  let flink: FlinkClient | null = null;
  try {
    flink = await context.doors.flink();
    const kind = kindOf(write);
    if (kind === "upload") return applied(context, { jar: await upload(flink, order, context.signal) });
    const answer = await flink.write(requestOf(write, detail), context.signal);
    if (kind === "run") return applied(context, { jobId: answer["jobid"] ?? null, ...pick(detail, "savepoint") });
    if (kind === "stop") return await afterStop(flink, write, context);
    return applied(context, {});
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    if (flink === null || wasNeverSent(error)) return { outcome: "not-sent", message: error.message };
    return refusal(error, flink, order, context);
  }
}

function applied({ nowMs }: ActionContext, detail: JsonObject): Receipt {
  return { outcome: "applied", atMs: nowMs, resourceVersion: null, detail };
}

function pick(detail: JsonObject, key: string): JsonObject {
  return detail[key] === undefined ? {} : { [key]: detail[key] };
}

/** What is there already is not sent a second time. */
async function upload(flink: FlinkClient, { write, detail }: SendOrder, signal: AbortSignal): Promise<string> {
  if (typeof detail["jar"] === "string") return detail["jar"];
  const { bytes } = await flink.localJar();
  return flink.upload(textIn(write.body, "jarfile"), bytes, writeTimeoutMs(write), signal);
}

function requestOf(write: Write, detail: JsonObject) {
  const [path = "", query = ""] = write.path.split("?");
  const jar = detail["jar"];
  return {
    method: write.method,
    path: typeof jar === "string" ? path.replace(JAR, encodeURIComponent(jar)) : path,
    query: Object.fromEntries(new URLSearchParams(query)),
    body: filled(write.body, detail),
  };
}

function filled(body: Json, detail: JsonObject): Json {
  if (!isObject(body) || body["savepointPath"] !== SAVEPOINT) return body;
  const { savepoint } = detail;
  if (typeof savepoint !== "string") throw new Error("a run that waits for a savepoint was prepared without it");
  return { ...body, savepointPath: savepoint };
}

/** Accepted is not done: a savepoint that fails leaves the job as it was. */
async function afterStop(flink: FlinkClient, write: Write, context: ActionContext): Promise<Receipt> {
  const trigger = textIn(write.body, "triggerId");
  for (let waitedMs = 0; waitedMs < SAVEPOINT_PATIENCE_MS; waitedMs += SAVEPOINT_POLL_MS) {
    const savepoint = await flink.savepoint(jobOf(write) ?? "", trigger, context.signal).catch(() => null);
    if (savepoint?.state === "failed")
      return { outcome: "rejected", message: `${write.object} goes on: its savepoint failed: ${savepoint.reason}` };
    if (savepoint?.state === "completed") return applied(context, { savepoint: savepoint.path });
    await sleep(SAVEPOINT_POLL_MS);
    if (context.signal.aborted) break;
  }
  return applied(context, {});
}

/** 4xx is Flink's no. 500 is its own too, but may come after the job was submitted: the job's id tells. Anything else proves nothing. */
async function refusal(
  { status, message }: ClientError,
  flink: FlinkClient,
  { write }: SendOrder,
  context: ActionContext,
): Promise<Receipt> {
  if (status === 429) return { outcome: "not-sent", message };
  if (status === null || status === 408 || status > 500 || status < 400) return { outcome: "lost", message };
  if (kindOf(write) !== "run") return { outcome: status === 409 ? "conflict" : "rejected", message };
  try {
    const jobId = textIn(write.body, "jobId");
    await flink.job(jobId, context.signal);
    return applied(context, { jobId });
  } catch (error) {
    if (error instanceof ClientError && error.code === "not-found") return { outcome: "rejected", message };
    return { outcome: "lost", message };
  }
}
