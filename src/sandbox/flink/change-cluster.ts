import { type Bounds, type FlinkJob, isOver, VERTICES, type VertexKey } from "../streaming/flink-job.ts";
import type { FlinkCluster } from "../streaming/flink-cluster.ts";
import { type FlinkAnswer, jobNotFound, ok, refused } from "./flink-answer.ts";
import { bodyOf, type FlinkRequest } from "./flink-request.ts";
import { runJar } from "./run-jar.ts";

/** What a mutating request came to; a refused one changed nothing. */
export interface Changed {
  readonly answer: FlinkAnswer;
  readonly accepted: boolean;
}

const BAD_JSON: Changed = {
  answer: refused(400, "Bad request received. Request did not match expected format."),
  accepted: false,
};

/** Does a mutating request at a time. The same requests at the same times always lead to the same cluster. null: there is no such path. */
export function changeCluster(cluster: FlinkCluster, request: FlinkRequest, atMs: number): Changed | null {
  const { method, path } = request;
  const given = bodyOf(request);
  if (method === "POST" && path === "/jars/upload") return given === null ? BAD_JSON : upload(cluster, given, atMs);
  const jar = /^\/jars\/([^/]+)$/.exec(path)?.[1];
  if (method === "DELETE" && jar !== undefined) {
    const gone = cluster.removeJar(decodeURIComponent(jar));
    return gone
      ? { answer: ok({}), accepted: true }
      : { answer: refused(400, `File ${jar} does not exist in the jar folder.`), accepted: false };
  }
  const run = /^\/jars\/([^/]+)\/run$/.exec(path)?.[1];
  if (method === "POST" && run !== undefined)
    return given === null ? BAD_JSON : runJar(cluster, decodeURIComponent(run), given, request.query, atMs);
  const [, jid, verb] = /^\/jobs\/([0-9a-fA-F]{32})(?:\/(.+))?$/.exec(path) ?? [];
  if (jid === undefined) return null;
  const job = cluster.job(jid.toLowerCase());
  const change = changeOf(method, verb);
  if (change === null) return null;
  if (job === undefined) return { answer: jobNotFound(jid), accepted: false };
  return given === null ? BAD_JSON : change(cluster, job, given, atMs);
}

type Change = (cluster: FlinkCluster, job: FlinkJob, given: Readonly<Record<string, unknown>>, atMs: number) => Changed;

function changeOf(method: string, verb: string | undefined): Change | null {
  if (method === "PATCH" && verb === undefined)
    return (cluster, job, _, atMs) => {
      cluster.cancel(job, atMs);
      return { answer: ok({}, 202), accepted: true };
    };
  if (method === "PATCH" && verb === "rescaling")
    return () => ({
      answer: refused(503, "Rescaling is temporarily disabled. See FLINK-12312."),
      accepted: false,
    });
  if (method === "POST" && verb === "stop") return savepoint(() => true);
  if (method === "POST" && verb === "savepoints") return savepoint((given) => given["cancel-job"] === true);
  if (method === "PUT" && verb === "resource-requirements") return setRequirements;
  return null;
}

function upload(cluster: FlinkCluster, given: Readonly<Record<string, unknown>>, atMs: number): Changed {
  const name = given["filename"];
  if (typeof name !== "string" || !name.endsWith(".jar"))
    return { answer: refused(400, "Only Jar files are allowed."), accepted: false };
  const jar = cluster.addJar(name, atMs);
  return { answer: ok({ filename: `/flink/flink-web-upload/${jar.id}`, status: "success" }), accepted: true };
}

/** A trigger id that the client chose makes asking twice the same as asking once. */
function savepoint(stops: (given: Readonly<Record<string, unknown>>) => boolean): Change {
  return (cluster, job, given, atMs) => {
    const chosen = given["triggerId"];
    if (chosen !== undefined && (typeof chosen !== "string" || !/^[0-9a-fA-F]{32}$/.test(chosen)))
      return { answer: refused(400, "Bad request received. Could not parse the triggerId."), accepted: false };
    const id = typeof chosen === "string" ? chosen.toLowerCase() : cluster.newId();
    cluster.savepoint(job, id, stops(given), atMs);
    return { answer: ok({ "request-id": id }, 202), accepted: true };
  };
}

function setRequirements(
  cluster: FlinkCluster,
  job: FlinkJob,
  given: Readonly<Record<string, unknown>>,
  atMs: number,
): Changed {
  const no = (code: number, error: string): Changed => ({ answer: refused(code, error), accepted: false });
  if (cluster.scheduler !== "Adaptive")
    return no(
      500,
      "java.lang.UnsupportedOperationException: The DefaultScheduler does not support changing the parallelism without a job restart. This feature is currently only expected to work with the AdaptiveScheduler.",
    );
  if (isOver(job)) return jobGone(job);
  const bounds = new Map<VertexKey, Bounds>();
  for (const { key, id } of VERTICES) {
    const one = given[id];
    if (one === undefined) return no(400, `The request is incomplete, missing job vertex [${id}].`);
    const { lowerBound: lower, upperBound: upper } =
      (one as { parallelism?: Record<string, unknown> }).parallelism ?? {};
    if (typeof lower !== "number" || typeof upper !== "number")
      return no(400, "Bad request received. Request did not match expected format.");
    if (lower < 1 || upper < 1)
      return no(400, `The requested lower bound [${lower}] for job vertex [${id}] is smaller than 1.`);
    if (lower > upper)
      return no(
        400,
        `The requested lower bound [${lower}] for job vertex [${id}] is higher than the upper bound [${upper}].`,
      );
    if (upper > 128)
      return no(
        400,
        `The requested upper bound [${upper}] for job vertex [${id}] is higher than its maximum parallelism [128].`,
      );
    bounds.set(key, { lower, upper });
  }
  cluster.rescale(job, bounds, atMs);
  return { answer: ok({}), accepted: true };
}

function jobGone({ jid }: FlinkJob): Changed {
  return { answer: jobNotFound(jid), accepted: false };
}
