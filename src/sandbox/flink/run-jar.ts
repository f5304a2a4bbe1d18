import type { FlinkCluster } from "../streaming/flink-cluster.ts";
import { JOB_NAME } from "../streaming/streaming-platform.ts";
import type { Changed } from "./change-cluster.ts";
import { broke, ok, refused } from "./flink-answer.ts";

/** parallelism.default of the cluster. */
const CLUSTER_PARALLELISM = 2;

/** As Flink writes them: 5s, 30 s, 2 min, or plain milliseconds. */
function durationMs(text: unknown): number | undefined {
  const [, count, unit = "ms"] = /^(\d+)\s*(ms|s|sec|m|min|h)?$/.exec(String(text ?? "")) ?? [];
  const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, sec: 1000, m: 60_000, min: 60_000, h: 3_600_000 };
  return count === undefined ? undefined : Number(count) * (units[unit] ?? 1);
}

function refuse(exception: string): Changed {
  return { answer: broke(exception), accepted: false };
}

/** POST /jars/:id/run. What the jar would do is what the pipeline's own job does. */
export function runJar(
  cluster: FlinkCluster,
  jarId: string,
  given: Readonly<Record<string, unknown>>,
  query: URLSearchParams,
  atMs: number,
): Changed {
  const jar = cluster.jars.find(({ id }) => id === jarId);
  if (jar === undefined) return { answer: refused(400, `Jar file ${jarId} does not exist.`), accepted: false };
  const value = (name: string): unknown => given[name] ?? query.get(name) ?? undefined;
  const chosen = value("jobId");
  if (chosen !== undefined && (typeof chosen !== "string" || !/^[0-9a-fA-F]{32}$/.test(chosen)))
    return { answer: refused(400, "Bad request received. Could not parse the jobId."), accepted: false };
  const jid = typeof chosen === "string" ? chosen.toLowerCase() : cluster.newId();
  if (cluster.job(jid) !== undefined)
    return refuse(
      `java.util.concurrent.CompletionException: org.apache.flink.client.program.ProgramInvocationException: The main method caused an error: Failed to execute job '${JOB_NAME}'.\nCaused by: org.apache.flink.runtime.client.DuplicateJobSubmissionException: Job has already been submitted.`,
    );
  const path = value("savepointPath");
  const from = typeof path === "string" && path !== "" ? cluster.kept(path) : null;
  if (from === undefined)
    return refuse(
      `java.util.concurrent.CompletionException: org.apache.flink.runtime.client.JobInitializationException: Could not start the JobMaster.\nCaused by: java.io.FileNotFoundException: Cannot find checkpoint or savepoint file/directory '${String(path)}' on file system 'file'.`,
    );
  const conf = (given["flinkConfiguration"] ?? {}) as Readonly<Record<string, unknown>>;
  const parallelism = Number(value("parallelism") ?? conf["parallelism.default"] ?? CLUSTER_PARALLELISM);
  cluster.submit(
    {
      jid,
      name: nameOf(given),
      jarId,
      parallelism: Number.isSafeInteger(parallelism) && parallelism > 0 ? parallelism : CLUSTER_PARALLELISM,
      checkpointing: {
        intervalMs: durationMs(conf["execution.checkpointing.interval"]) ?? 5000,
        timeoutMs: durationMs(conf["execution.checkpointing.timeout"]) ?? 20_000,
      },
      restarts: conf["restart-strategy.type"] !== "none",
    },
    from,
    atMs,
  );
  return { answer: ok({ jobid: jid, applicationId: jid }), accepted: true };
}

/** The job's name stands among the program's arguments, where it is given at all. */
function nameOf(given: Readonly<Record<string, unknown>>): string {
  const args = Array.isArray(given["programArgsList"]) ? given["programArgsList"].map(String) : [];
  const at = args.indexOf("--name");
  return at >= 0 ? (args[at + 1] ?? JOB_NAME) : JOB_NAME;
}
