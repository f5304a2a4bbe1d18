import type { z } from "zod";
import type { FlinkClient, LocalJar } from "../flink-client.ts";
import type { Transport } from "../http/transport.ts";
import { flinkAnswer, hasNoSampleYet } from "./answer.ts";
import { jarForm } from "./multipart.ts";
import { savepointState } from "./savepoint-state.ts";
import * as schemas from "./schemas.ts";

/** Flink's REST API over whichever way leads to it. */
export function flinkOver(transport: Transport, localJar: () => Promise<LocalJar>): FlinkClient {
  const at = `Flink at ${transport.displayUrl}`;
  const accept = { accept: "application/json" };

  function send(what: string, path: string, signal: AbortSignal, query: Readonly<Record<string, string>> = {}) {
    return transport.send(what, { method: "GET", path, query, body: null, headers: accept, signal });
  }
  async function read<T>(
    what: string,
    path: string,
    schema: z.ZodType<T>,
    signal: AbortSignal,
    query: Readonly<Record<string, string>> = {},
  ): Promise<T> {
    return flinkAnswer(await send(what, path, signal, query), `${what} of ${at}`, schema);
  }

  return {
    vantage: transport.vantage,
    displayUrl: transport.displayUrl,
    overview: (signal) => read("read the overview", "/overview", schemas.overview, signal),
    jobs: (signal) => read("list the jobs", "/jobs/overview", schemas.jobs, signal),
    job: (id, signal) => read(`read job ${id}`, jobPath(id), schemas.job, signal),
    exceptions: (id, signal) =>
      read(`read the exceptions of job ${id}`, `${jobPath(id)}/exceptions`, schemas.exceptions, signal),
    restartStrategy: (id, signal) =>
      read(`read the settings of job ${id}`, `${jobPath(id)}/config`, schemas.restartStrategy, signal),
    checkpoints: (id, signal) =>
      read(`read the checkpoints of job ${id}`, `${jobPath(id)}/checkpoints`, schemas.checkpoints, signal),
    checkpointConfig: (id, signal) =>
      read(
        `read the checkpoint settings of job ${id}`,
        `${jobPath(id)}/checkpoints/config`,
        schemas.checkpointConfig,
        signal,
      ),
    async backpressure(id, vertex, signal) {
      const what = `read the backpressure of job ${id}`;
      const reply = await send(what, `${vertexPath(id, vertex)}/backpressure`, signal);
      return hasNoSampleYet(reply) ? null : flinkAnswer(reply, `${what} of ${at}`, schemas.backpressure);
    },
    jobMetrics: (id, names, signal) =>
      read(`read metrics of job ${id}`, `${jobPath(id)}/metrics`, schemas.metrics, signal, { get: names.join(",") }),
    metricNames: (id, vertex, signal) =>
      read(`list metrics of job ${id}`, `${vertexPath(id, vertex)}/metrics`, schemas.metricNames, signal),
    async vertexSums(id, vertex, names, signal) {
      if (names.length === 0) return new Map();
      const path = `${vertexPath(id, vertex)}/subtasks/metrics`;
      return read(`read metrics of job ${id}`, path, schemas.sums, signal, { get: names.join(","), agg: "sum" });
    },
    resourceRequirements: (id, signal) =>
      read(
        `read what job ${id} requires`,
        `${jobPath(id)}/resource-requirements`,
        schemas.resourceRequirements,
        signal,
      ),
    async savepoint(id, trigger, signal) {
      const path = `${jobPath(id)}/savepoints/${encodeURIComponent(trigger)}`;
      return savepointState(await read(`ask for a savepoint of job ${id}`, path, schemas.savepoint, signal));
    },
    jars: (signal) => read("list the jars", "/jars", schemas.jars, signal),
    localJar,
    async write({ method, path, query = {}, body }, signal) {
      const what = `${method} ${path}`;
      const text = body === null ? null : JSON.stringify(body);
      const headers = { ...accept, ...(text !== null && { "content-type": "application/json" }) };
      const reply = await transport.send(what, { method, path, query, body: text, headers, signal, isWrite: true });
      return flinkAnswer(reply, `${what} of ${at}`, schemas.written);
    },
    async upload(name, bytes, timeoutMs, signal) {
      const { contentType, body } = jarForm(name, bytes);
      const what = `upload ${name}`;
      const headers = { ...accept, "content-type": contentType };
      const request = {
        method: "POST" as const,
        path: "/jars/upload",
        query: {},
        body,
        headers,
        signal,
        isWrite: true,
        timeoutMs,
      };
      return flinkAnswer(await transport.send(what, request), `${what} to ${at}`, schemas.uploaded);
    },
  };
}

function jobPath(id: string): string {
  return `/jobs/${encodeURIComponent(id)}`;
}

function vertexPath(id: string, vertex: string): string {
  return `${jobPath(id)}/vertices/${encodeURIComponent(vertex)}`;
}
