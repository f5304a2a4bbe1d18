import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { WireTrouble } from "../faults/fault.ts";
import { delayFor, readBody, sendJson } from "../listening.ts";
import type { SandboxMutation } from "../mutation.ts";
import type { FlinkJob } from "../streaming/flink-job.ts";
import type { StreamingPlatform } from "../streaming/streaming-platform.ts";
import { changeCluster } from "./change-cluster.ts";
import { type FlinkAnswer, refused, unknownPath } from "./flink-answer.ts";
import type { FlinkRequest } from "./flink-request.ts";
import { readCluster, type Reading } from "./read-cluster.ts";

/** A jar of a real pipeline may be that large; more than its name is never kept. */
const UPLOAD_MOST_BYTES = 256 * 1024 * 1024;

/** Flink's REST API over the sandbox's streaming pipeline. Every request first brings the pipeline to now. */
export function createFlinkServer(options: {
  readonly platform: StreamingPlatform;
  readonly now: () => number;
  readonly trouble: WireTrouble;
  readonly onMutation: (mutation: SandboxMutation) => void;
}): Server {
  const { platform, now, trouble, onMutation } = options;
  const reading = newReading(now);
  const answer = (request: FlinkRequest, target: string): FlinkAnswer => {
    const atMs = now();
    platform.advanceTo(atMs);
    if (request.method === "GET") return readCluster(platform, request, reading, atMs) ?? unknownPath(request.path);
    const changed = changeCluster(platform.cluster, request, atMs);
    if (changed === null) return unknownPath(request.path);
    const { method, body } = request;
    if (changed.accepted)
      onMutation({ door: "flink", atMs, user: "", method, path: target, contentType: "application/json", body });
    return changed.answer;
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const target = request.url ?? "/";
    const bytes = await readBody(request, UPLOAD_MOST_BYTES);
    await delayFor(trouble, "flink", target, response);
    if (response.closed) return;
    const url = new URL(target, "http://sandbox.invalid");
    const asked = { method: request.method ?? "GET", path: decodePath(url), query: url.searchParams };
    const body = bytes === undefined ? undefined : textOf(request, bytes);
    const { code, body: told } =
      body === undefined
        ? refused(413, "The request is larger than what the server takes.")
        : answer({ ...asked, body }, target);
    sendJson(response, code, told, "application/json; charset=UTF-8");
  };
  return createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      const { code, body } = refused(500, error instanceof Error ? error.message : String(error));
      if (!response.headersSent) sendJson(response, code, body);
    });
  });
}

/** One leading version, as "/v1", is the same API. */
function decodePath({ pathname }: URL): string {
  return pathname.replace(/^\/v1(?=\/)/, "");
}

/** The body as text; of an upload the name of its file alone. */
function textOf({ headers }: IncomingMessage, bytes: Buffer): string {
  if (!(headers["content-type"] ?? "").startsWith("multipart/form-data")) return bytes.toString("utf8");
  const head = bytes.subarray(0, 2048).toString("latin1");
  const filename = /filename="([^"]*)"/i.exec(head)?.[1] ?? "";
  return JSON.stringify({ filename: filename.split("/").at(-1) ?? "" });
}

function newReading(now: () => number): Reading {
  const first = new Map<string, number>();
  return {
    askedMs: (job: FlinkJob) => {
      const key = `${job.jid}/${job.attempt}`;
      const since = first.get(key) ?? now();
      first.set(key, since);
      return now() - since;
    },
  };
}
