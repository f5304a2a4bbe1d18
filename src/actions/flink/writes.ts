import type { Json, JsonObject } from "../../core/json.ts";
import type { Write } from "../../core/plan/plan.ts";

/** Stands in a path where the id belongs that the JobManager gave to the jar; found by the jar's name, which carries its hash. */
export const JAR = "${jar}";
/** Stands in a body where the path of the savepoint belongs that the write before it made; found by its trigger id. */
export const SAVEPOINT = "${savepoint}";

const JSON_TYPE = "application/json";

export type WriteKind = "upload" | "run" | "stop" | "cancel" | "requirements";

const KINDS: readonly (readonly [kind: WriteKind, method: Write["method"], path: RegExp])[] = [
  ["upload", "POST", /^\/jars\/upload$/],
  ["run", "POST", /^\/jars\/\$\{jar\}\/run$/],
  ["stop", "POST", /^\/jobs\/[0-9a-f]{32}\/stop$/],
  ["cancel", "PATCH", /^\/jobs\/[0-9a-f]{32}\?mode=cancel$/],
  ["requirements", "PUT", /^\/jobs\/[0-9a-f]{32}\/resource-requirements$/],
];

export function kindOf({ method, path }: Write): WriteKind {
  const found = KINDS.find(([, known, pattern]) => known === method && pattern.test(path));
  if (found === undefined) throw new Error(`no write of Flink's: ${method} ${path}`);
  return found[0];
}

/** The job that a write's path names; null for a jar's. */
export function jobOf({ path }: Write): string | null {
  return /^\/jobs\/([0-9a-f]{32})/.exec(path)?.[1] ?? null;
}

/** A text of a write's body; "" where it has none. */
export function textIn(body: Json, key: string): string {
  const value = isObject(body) ? body[key] : undefined;
  return typeof value === "string" ? value : "";
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export interface UploadOrder {
  readonly name: string;
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** A megabyte a second, as over a bad line, and what any request may take. */
function uploadTimeoutMs(sizeBytes: number): number {
  return 10_000 + Math.ceil(sizeBytes / 1_000);
}

export function uploadWrite(id: string, { name, sha256, sizeBytes }: UploadOrder): Write {
  return {
    id,
    method: "POST",
    path: "/jars/upload",
    contentType: "multipart/form-data",
    body: { jarfile: name, sha256, sizeBytes },
    object: `jar ${name}`,
    harmless: true,
    timeoutMs: uploadTimeoutMs(sizeBytes),
  };
}

/** `jobId` is chosen by whoever plans: Flink refuses a second submission of it, also after the job is over. */
export interface RunOrder {
  readonly jobId: string;
  readonly job: string;
  readonly jar: string;
  readonly entryClass: string | null;
  readonly args: readonly string[];
  readonly parallelism: number | null;
  /** A path, `SAVEPOINT`, or null: without state. */
  readonly from: string | null;
  readonly configuration: Readonly<Record<string, string>>;
}

export function runWrite(id: string, order: RunOrder): Write {
  const { jobId, entryClass, args, parallelism, from, configuration } = order;
  return {
    id,
    method: "POST",
    path: `/jars/${JAR}/run`,
    contentType: JSON_TYPE,
    body: {
      jobId,
      ...(entryClass === null ? {} : { entryClass }),
      ...(args.length === 0 ? {} : { programArgsList: [...args] }),
      ...(parallelism === null ? {} : { parallelism }),
      ...(from === null ? {} : { savepointPath: from }),
      ...(Object.keys(configuration).length === 0 ? {} : { flinkConfiguration: configuration }),
    },
    object: `job ${order.job} from jar ${order.jar}`,
  };
}

/** With a savepoint; the trigger id makes a second one of it the same one. */
export function stopWrite(id: string, job: string, jobId: string, trigger: string): Write {
  return {
    id,
    method: "POST",
    path: `/jobs/${jobId}/stop`,
    contentType: JSON_TYPE,
    body: { drain: false, triggerId: trigger },
    object: `job ${job}`,
  };
}

export function cancelWrite(id: string, job: string, jobId: string): Write {
  return {
    id,
    method: "PATCH",
    path: `/jobs/${jobId}?mode=cancel`,
    contentType: JSON_TYPE,
    body: null,
    object: `job ${job}`,
  };
}

export function requirementsWrite(id: string, job: string, jobId: string, requirements: JsonObject): Write {
  return {
    id,
    method: "PUT",
    path: `/jobs/${jobId}/resource-requirements`,
    contentType: JSON_TYPE,
    body: requirements,
    object: `job ${job}`,
  };
}
