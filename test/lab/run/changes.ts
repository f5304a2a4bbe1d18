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

/** Proves by the audit log that exactly the writes of these proposals were sent, in this order, once each and served. */
export async function expectChanges(scene: Scene, document: RunDocument, proposals: readonly string[]): Promise<void> {
  const all = await changes(scene);
  // A controller may move the object between reading and sending: the guard then refuses, which changes nothing, and it is sent again.
  const sent = all.filter(({ status }) => status !== 409 && status !== 422);
  expect(all.length - sent.length).toBeLessThan(5 * proposals.length);
  const planned = proposals.flatMap((id) => plannedWrites(document, id));
  expect(sent.map(({ user, verb, uri, status }) => ({ user, verb, uri, status }))).toEqual(
    planned.map(({ write }) => ({
      user: scene.user,
      verb: write.method.toLowerCase(),
      uri: write.path,
      status: 200,
    })),
  );
  for (const [index, { write, mark }] of planned.entries())
    expect(sent[index]?.requestBody).toEqual(filled(write.body, sent[index], mark));
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
function filled(body: unknown, event: AuditEvent | undefined, mark: string): unknown {
  const operations = (event?.requestBody ?? []) as readonly { op: string; path: string; value: unknown }[];
  const guard = operations.find(({ op, path }) => op === "test" && path === "/metadata/resourceVersion");
  expect(guard?.value).toMatch(/^\d+$/);
  const text = JSON.stringify(body)
    .replaceAll('"${resourceVersion}"', JSON.stringify(guard?.value))
    .replaceAll('"${mark}"', JSON.stringify(mark));
  expect(text).toContain(mark);
  return JSON.parse(text);
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
