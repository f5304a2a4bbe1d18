import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { text as readText } from "node:stream/consumers";
import { z } from "zod";
import { waitUntil } from "../process/wait-until.ts";
import type { ClusterAddress } from "./address.ts";
import { userRequest } from "./user-request.ts";

/** One request of a user under test, as the API server recorded it. */
export type AuditEvent = {
  readonly at: Date;
  readonly user: string;
  readonly verb: string;
  readonly resource: string | undefined;
  readonly subresource: string | undefined;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly uri: string;
  readonly status: number;
  readonly dryRun: boolean;
  readonly userAgent: string | undefined;
  readonly requestBody: unknown;
  readonly responseBody: unknown;
};

export type AuditFilter = {
  readonly user?: string;
  readonly namespace?: string;
  readonly verbs?: readonly string[];
  readonly since?: Date;
  /** Where to begin reading: a former `auditLogSize`. */
  readonly fromByte?: number;
};

/** Every verb that asks for a change. A `create` of a self-review or a port-forward changes nothing. */
export const mutatingVerbs = ["create", "update", "patch", "delete", "deletecollection"];

const line = z.object({
  stage: z.string(),
  verb: z.string(),
  requestURI: z.string(),
  user: z.object({ username: z.string() }),
  userAgent: z.string().optional(),
  objectRef: z
    .object({
      resource: z.string().optional(),
      subresource: z.string().optional(),
      namespace: z.string().optional(),
      name: z.string().optional(),
    })
    .optional(),
  responseStatus: z.object({ code: z.number().optional() }).optional(),
  requestObject: z.unknown().optional(),
  responseObject: z.unknown().optional(),
  requestReceivedTimestamp: z.string(),
});

function parse(text: string): AuditEvent | undefined {
  const read = line.parse(JSON.parse(text));
  // A watch is recorded when it starts and again when it ends.
  if (read.stage !== "ResponseComplete" && read.stage !== "Panic") return undefined;
  return {
    at: new Date(read.requestReceivedTimestamp),
    user: read.user.username,
    verb: read.verb,
    resource: read.objectRef?.resource,
    subresource: read.objectRef?.subresource,
    namespace: read.objectRef?.namespace,
    name: read.objectRef?.name,
    uri: read.requestURI,
    status: read.responseStatus?.code ?? 0,
    dryRun: read.requestURI.includes("dryRun=All"),
    userAgent: read.userAgent,
    requestBody: read.requestObject,
    responseBody: read.responseObject,
  };
}

/** How long the log is by now, in bytes. */
export async function auditLogSize(address: ClusterAddress): Promise<number> {
  return stat(address.auditLogPath).then(
    ({ size }) => size,
    () => 0,
  );
}

/** What the log holds now, complete lines only; the newest requests may not be in it yet. */
export async function auditEventsSoFar(
  address: ClusterAddress,
  filter: AuditFilter = {},
): Promise<readonly AuditEvent[]> {
  const start = filter.fromByte ?? 0;
  const text = await readText(createReadStream(address.auditLogPath, { start })).catch(() => "");
  return text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .filter((each) => each !== "" && mayMatch(each, filter))
    .map(parse)
    .filter((event) => event !== undefined)
    .filter((event) => matches(event, filter));
}

/** A cheap look at the text first: the log of a long test run is large. */
function mayMatch(text: string, { user, namespace }: AuditFilter): boolean {
  return (
    (user === undefined || text.includes(JSON.stringify(user))) &&
    (namespace === undefined || text.includes(JSON.stringify(namespace)))
  );
}

function matches(event: AuditEvent, { user, namespace, verbs, since }: AuditFilter): boolean {
  return (
    (user === undefined || event.user === user) &&
    (namespace === undefined || event.namespace === namespace) &&
    (verbs === undefined || verbs.includes(event.verb)) &&
    (since === undefined || event.at >= since)
  );
}

/**
 * Every finished request that matches, oldest first. A request of the lab's own goes through the
 * log first, so that what was answered before this call is in it. Watches that still run are not.
 */
export async function auditEvents(address: ClusterAddress, filter: AuditFilter = {}): Promise<readonly AuditEvent[]> {
  const mark = crypto.randomUUID();
  await userRequest(address, "sentinel", `/version?mark=${mark}`);
  await waitUntil("the audit log to catch up", async () =>
    (await readFile(address.auditLogPath, "utf8")).includes(mark),
  );
  const events = await auditEventsSoFar(address, filter);
  return events.toSorted((a, b) => a.at.getTime() - b.at.getTime());
}
