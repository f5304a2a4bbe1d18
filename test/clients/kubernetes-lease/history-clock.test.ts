import { expect, test } from "vitest";
import { readLease, releaseLease, takeLease } from "../../../src/clients/kubernetes-lease/keep-lease.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import { refused, stubContext } from "../../actions/kubernetes/stub-cluster.ts";

const HOUR_MS = 3_600_000;
/** By the server's clock. */
const NOW_MS = Date.parse("2026-11-22T03:15:00Z");
const address = { namespace: "ml", name: "bigops-a" };
const target = { kind: "Deployment", namespace: "ml", name: "feature-api", uid: "u" };

/** One Lease, as whoever's clock is so far ahead reads and writes it. */
function cluster() {
  let kept: JsonObject | null = null;
  return async (aheadMs: number) => {
    const { context } = stubContext({
      get: () => {
        if (kept === null) throw refused(404, "not found");
        return kept;
      },
      write: ({ body }) => {
        const { metadata, ...rest } = body as JsonObject;
        kept = { ...rest, metadata: { ...(metadata as JsonObject), resourceVersion: "1" } };
        return kept;
      },
      clockAheadMs: aheadMs,
    });
    const kubernetes = { ...(await context.doors.kubernetes()), serverNow: () => NOW_MS };
    return { kubernetes, now: () => NOW_MS + aheadMs, signal: context.signal };
  };
}

const order = (atMs: number) => ({
  address,
  target,
  by: { user: "ada", host: "laptop", run: "fsd-a", runbook: "feature-store-down" },
  over: [],
  epoch: 1,
  change: {
    run: "fsd-a",
    proposal: "rollback",
    mitigation: "rollback",
    action: "kubernetes.rollback",
    user: "ada",
    host: "laptop",
    atMs,
    ended: "verified" as const,
  },
});

test.each([
  [0, 0],
  [HOUR_MS, -HOUR_MS],
  [-7 * HOUR_MS, 7 * HOUR_MS],
])("a change of ten minutes ago, noted by a clock %i ms ahead, is that for one %i ms ahead", async (theirs, ours) => {
  const at = cluster();
  const made = NOW_MS - 600_000;
  const ada = await at(theirs);
  expect(await takeLease(order(made + theirs), ada)).toMatchObject({ outcome: "held" });
  await releaseLease(order(made + theirs), ada);
  const { past } = await readLease(address, await at(ours));
  expect(past.map(({ atMs }) => atMs)).toEqual([made + ours]);
});
