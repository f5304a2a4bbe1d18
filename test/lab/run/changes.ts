import { expect } from "vitest";
import type { ProposalEntry, RunDocument } from "../../../src/core/document/run-document.ts";
import { mutatingVerbs, type AuditEvent } from "../cluster/audit-events.ts";
import type { Scene } from "./scene.ts";

/**
 * Every request of the program's user in the scene's namespace that could have changed something, whether it was
 * served or refused. Left out are the server's dry runs, leases, and port-forwards, which the API calls a `create`.
 */
export async function changes({ platform, user }: Scene): Promise<readonly AuditEvent[]> {
  const { cluster, namespace } = platform;
  const events = await cluster.auditEvents({ user, namespace, verbs: mutatingVerbs });
  return events.filter(
    ({ dryRun, resource, subresource }) => !dryRun && resource !== "leases" && subresource !== "portforward",
  );
}

/** The statuses by which the API server says that a guard did not hold; neither changes anything. */
const guardRefused = [409, 422];
/** One write is sent this often at most, the attempt that was served included. */
const maxAttempts = 5;

/**
 * Proves by the audit log that exactly the writes of these proposals were made, in this order, once each. A controller may move the object between
 * reading and sending; so an attempt before the one that was served may be there, if it is the same write, its guard refused it, and the version that
 * it was guarded by was a former one. Nothing else may have been sent.
 */
export async function expectChanges(scene: Scene, document: RunDocument, proposals: readonly string[]): Promise<void> {
  const sent = await changes(scene);
  const planned = proposals.flatMap((id) => plannedWrites(document, id));
  const writes = attemptsByWrite(sent);
  expect(sent.filter(({ status }) => status !== 200 && !guardRefused.includes(status))).toEqual([]);
  expect(writes.map((attempts) => attempts.at(-1)?.status)).toEqual(planned.map(() => 200));
  for (const [index, { write, mark }] of planned.entries()) {
    const attempts = writes[index] ?? [];
    expect(attempts.length).toBeLessThanOrEqual(maxAttempts);
    for (const { user, verb, uri, requestBody } of attempts) {
      expect({ user, verb, uri }).toEqual({ user: scene.user, verb: write.method.toLowerCase(), uri: write.path });
      expect(requestBody).toEqual(filled(write.body, requestBody, mark));
    }
    // Each was sent with a newer version than the one before: what refused it was a guard that had become stale.
    const versions = attempts.map(({ requestBody }) => Number(guardOf(requestBody)));
    expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b));
  }
}

/** The requests in their order, cut after each that was served. */
function attemptsByWrite(sent: readonly AuditEvent[]): readonly (readonly AuditEvent[])[] {
  const writes: AuditEvent[][] = [];
  for (const event of sent) {
    const attempts = writes.at(-1);
    if (attempts === undefined || attempts.at(-1)?.status === 200) writes.push([event]);
    else attempts.push(event);
  }
  return writes;
}

export async function expectNoChange(scene: Scene): Promise<void> {
  expect((await changes(scene)).map(({ verb, uri, status }) => ({ verb, uri, status }))).toEqual([]);
}

function plannedWrites(document: RunDocument, id: string) {
  const { plan } = proposalOf(document, id);
  expect(plan.writes.length).toBeGreaterThan(0);
  return plan.writes.map((write) => ({ write, mark: `${document.run.id}/${id}/${write.id}` }));
}

/** A planned body as it must have been sent: the mark in its place, and the version that the object had before the answer's. */
function filled(body: unknown, requestBody: unknown, mark: string): unknown {
  const guard = guardOf(requestBody);
  expect(guard).toMatch(/^\d+$/);
  const text = JSON.stringify(body)
    .replaceAll('"${resourceVersion}"', JSON.stringify(guard))
    .replaceAll('"${mark}"', JSON.stringify(mark));
  expect(text).toContain(mark);
  return JSON.parse(text);
}

/** The version of the object that a sent patch was guarded by. */
function guardOf(requestBody: unknown): unknown {
  const operations = (requestBody ?? []) as readonly { op: string; path: string; value: unknown }[];
  return operations.find(({ op, path }) => op === "test" && path === "/metadata/resourceVersion")?.value;
}

/** The proposal of this id; throws with those that there are. */
export function proposalOf(document: RunDocument, id: string): ProposalEntry {
  const proposal = document.proposals.find((entry) => entry.id === id);
  if (proposal !== undefined) return proposal;
  const told = document.proposals.map((entry) => `${entry.id} (${entry.status})`).join(", ");
  throw new Error(`no proposal ${id} in run ${document.run.id}; there are: ${told || "none"}`);
}

/** The digest that approves a proposal. */
export function digestOf(document: RunDocument, id: string): string {
  const { digest } = proposalOf(document, id);
  if (digest === null) throw new Error(`proposal ${id} of run ${document.run.id} has no digest`);
  return digest;
}
