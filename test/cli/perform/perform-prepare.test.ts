import { expect, test } from "vitest";
import { heldLease } from "../../../src/clients/kubernetes-lease/lease-object.ts";
import { leaseOn } from "../../../src/core/plan/lease.ts";
import type { Prepared } from "../../../src/actions/action.ts";
import { ClientError } from "../../../src/clients/client-error.ts";
import { performPrepare } from "../../../src/cli/perform/perform-write.ts";
import type { RunSurroundings } from "../../../src/cli/perform/run-surroundings.ts";

const WAITING: Prepared = { ready: false, reason: "its savepoint is still being written", waiting: true };
const READY: Prepared = { ready: true, resourceVersion: null, detail: {} };
const target = { kind: "bigops-run", namespace: "ml", name: "old-1111", uid: "" };
const by = { user: "ben", host: "desk", run: "new-2222", runbook: "r" };
const written = heldLease({ address: leaseOn(target), target, by, change: null }, null, 2, Date.now());
/** As the API server gives it back. */
const lease = { ...written, metadata: { ...(written["metadata"] as object), resourceVersion: "7", uid: "u" } };

/** A write that is ready when it was asked for the second time; meanwhile somebody may take the run over elsewhere. */
async function prepared(isTakenOver: boolean) {
  let asked = 0;
  const kubernetes = {
    get: async () => {
      if (isTakenOver && asked > 0) return lease;
      throw new ClientError("not-found", "no such lease", "", 404);
    },
  };
  const around = {
    doors: { kubernetes: async () => kubernetes },
    now: Date.now,
    pause: async () => undefined,
    state: () => ({ run: { id: "old-1111" }, fence: null }),
    place: { namespace: "ml" },
    unfenced: null,
    readOnly: false,
    action: () => ({ prepare: async () => (asked++ === 0 ? WAITING : READY) }),
  } as unknown as RunSurroundings;
  const write = { id: "2", method: "POST", path: "/jars/x/run", body: {}, object: "job", contentType: "text/plain" };
  const effect = {
    id: "p",
    type: "prepare",
    proposal: "r",
    write,
    attempt: 1,
    plan: { completionSeconds: 600, writes: [write] },
  };
  return await performPrepare(
    effect as unknown as Parameters<typeof performPrepare>[0],
    around,
    new AbortController().signal,
  );
}

test("a write that waited for the one before it is not sent when the run was taken over meanwhile", async () => {
  expect(await prepared(true)).toMatchObject({ type: "superseded", by: { run: "new-2222" } });
});

test("and is when it was not", async () => {
  expect(await prepared(false)).toMatchObject({ type: "intended", write: "2" });
});
