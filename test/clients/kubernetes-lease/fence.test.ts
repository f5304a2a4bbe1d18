import { describe, expect, test } from "vitest";
import { keepFence, readSuccessor, takeFence } from "../../../src/clients/kubernetes-lease/fence.ts";
import { takeLease } from "../../../src/clients/kubernetes-lease/keep-lease.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import { refused, stubContext } from "../../actions/kubernetes/stub-cluster.ts";

const handed = { namespace: "ml", root: "fsd-aaaa" };
const nowMs = Date.parse("2026-11-22T03:15:00Z");

/** An API server that keeps leases as one does: a write with another version than the kept one is a conflict. */
async function cluster(rivalWrites = 0, server: { nowMs: number | null } = { nowMs: null }) {
  const kept = new Map<string, JsonObject>();
  let version = 0;
  let rivals = rivalWrites;
  const put = (name: string, body: JsonObject) => {
    version += 1;
    kept.set(name, { ...body, metadata: { ...(body["metadata"] as JsonObject), resourceVersion: String(version) } });
  };
  const { context, writes } = stubContext({
    get: (path) => {
      const found = kept.get(path.split("/").at(-1) ?? "");
      if (found === undefined) throw refused(404, "not found");
      return found;
    },
    write: ({ body }) => {
      const metadata = (body as JsonObject)["metadata"] as { readonly name: string; readonly resourceVersion?: string };
      const before = kept.get(metadata.name)?.["metadata"] as { readonly resourceVersion?: string } | undefined;
      if (rivals > 0) {
        rivals -= 1;
        put(metadata.name, { ...kept.get(metadata.name), ...(body as JsonObject) });
        throw refused(409, "another version by now");
      }
      if (before?.resourceVersion !== metadata.resourceVersion) throw refused(409, "another version by now");
      put(metadata.name, body as JsonObject);
      return body;
    },
  });
  const kubernetes = { ...(await context.doors.kubernetes()), serverNow: () => server.nowMs };
  return { writes, deleteAll: () => kept.clear(), asking: { kubernetes, now: () => nowMs, signal: context.signal } };
}

const claimant = (run: string, user: string) => ({ user, host: "desk", run, runbook: "feature-store-down" });

describe("the lease of a run that is handed over", () => {
  test("is made by the first who takes it over; the older run reads who that is, and itself it is none", async () => {
    const { asking } = await cluster();
    expect(await readSuccessor(handed, { run: "fsd-aaaa", epoch: 1 }, asking)).toBeNull();
    expect(await takeFence(handed, claimant("fsd-bbbb", "bob"), 2, asking)).toEqual({
      kind: "held",
      epoch: 2,
      over: null,
    });
    const bob = { run: "fsd-bbbb", user: "bob", host: "desk", epoch: 2 };
    expect(await readSuccessor(handed, { run: "fsd-aaaa", epoch: 1 }, asking)).toEqual(bob);
    expect(await readSuccessor(handed, { run: "fsd-bbbb", epoch: 2 }, asking)).toBeNull();
  });

  test("goes to whoever takes it last, with a higher epoch, and stays theirs when its time is over", async () => {
    const { asking } = await cluster();
    await takeFence(handed, claimant("fsd-bbbb", "bob"), 2, asking);
    const taken = await takeFence(handed, claimant("fsd-cccc", "eve"), 2, asking);
    expect(taken).toEqual({ kind: "held", epoch: 3, over: { run: "fsd-bbbb", user: "bob", host: "desk", epoch: 2 } });
    const later = { ...asking, now: () => nowMs + 86_400_000 };
    const eve = { run: "fsd-cccc", user: "eve", host: "desk", epoch: 3 };
    expect(await readSuccessor(handed, { run: "fsd-bbbb", epoch: 2 }, later)).toEqual(eve);
    expect(await readSuccessor(handed, { run: "fsd-aaaa", epoch: 1 }, later)).toEqual(eve);
    // One that could not tell the others, and is of a higher epoch, is not over.
    expect(await readSuccessor(handed, { run: "fsd-dddd", epoch: 4 }, later)).toBeNull();
  });

  test("taken once more by the same run is written once", async () => {
    const { asking, writes } = await cluster();
    const first = await takeFence(handed, claimant("fsd-bbbb", "bob"), 2, asking);
    expect(await takeFence(handed, claimant("fsd-bbbb", "bob"), 2, asking)).toEqual(first);
    expect(writes).toHaveLength(1);
  });

  test("is made anew by the run that had it where somebody deleted it, so that the older run stays over", async () => {
    const { asking, writes, deleteAll } = await cluster();
    const bob = claimant("fsd-bbbb", "bob");
    await takeFence(handed, bob, 3, asking);
    expect(await keepFence(handed, bob, 3, asking)).toBeNull();
    expect(writes).toHaveLength(1);
    deleteAll();
    expect(await keepFence(handed, bob, 3, asking)).toBeNull();
    expect(await readSuccessor(handed, { run: "fsd-aaaa", epoch: 1 }, asking)).toMatchObject({
      run: "fsd-bbbb",
      epoch: 3,
    });
  });

  test("is taken back from a run of a lower epoch that took it while it was gone, and left to one of a higher", async () => {
    const { asking, deleteAll } = await cluster();
    const [bob, eve] = [claimant("fsd-bbbb", "bob"), claimant("fsd-cccc", "eve")];
    await takeFence(handed, bob, 3, asking);
    deleteAll();
    await takeFence(handed, eve, 2, asking);
    expect(await keepFence(handed, bob, 3, asking)).toBeNull();
    expect(await keepFence(handed, eve, 2, asking)).toMatchObject({ run: "fsd-bbbb", epoch: 3 });
    expect(await keepFence(handed, claimant("fsd-dddd", "dan"), 3, asking)).toMatchObject({ run: "fsd-bbbb" });
  });

  test("is read and written again where somebody else wrote in between", async () => {
    const { asking, writes } = await cluster(1);
    expect(await takeFence(handed, claimant("fsd-bbbb", "bob"), 2, asking)).toMatchObject({ kind: "held", epoch: 2 });
    expect(writes.length).toBeGreaterThan(0);
  });
});

describe("the lease on a target that the older run still has", () => {
  const target = { kind: "Deployment", namespace: "ml", name: "feature-api", uid: "1" };
  const order = { address: { namespace: "ml", name: "bigops-1" }, target, epoch: 0, change: null };

  test("is taken by the run that goes on with it, with a higher epoch, and by no other", async () => {
    const { asking } = await cluster();
    await takeLease({ ...order, by: claimant("fsd-aaaa", "ada"), over: [] }, asking);
    const other = await takeLease({ ...order, by: claimant("fsd-zzzz", "zoe"), over: ["sd-aaaa", "aaaa"] }, asking);
    expect(other).toMatchObject({ outcome: "refused", by: { run: "fsd-aaaa" } });
    const taken = await takeLease({ ...order, by: claimant("fsd-bbbb", "bob"), over: ["fsd-aaaa"] }, asking);
    expect(taken).toMatchObject({ outcome: "held", epoch: 2 });
  });
});

describe("the time of a lease is the API server's, whatever the clocks of those who hold it and look at it", () => {
  const target = { kind: "Deployment", namespace: "ml", name: "feature-api", uid: "1" };
  const order = { address: { namespace: "ml", name: "bigops-1" }, target, epoch: 0, change: null, over: [] };
  const HOUR_MS = 3_600_000;

  test.each([
    ["ahead", HOUR_MS, 0],
    ["behind", -HOUR_MS, 0],
    ["right, and the other one's ahead", 0, HOUR_MS],
    ["right, and the other one's behind", 0, -HOUR_MS],
  ])("the holder's clock is %s", async (_, holderAheadMs, otherAheadMs) => {
    const server = { nowMs };
    const { asking } = await cluster(0, server);
    const held = await takeLease(
      { ...order, by: claimant("fsd-aaaa", "ada") },
      { ...asking, now: () => server.nowMs + holderAheadMs },
    );
    // What it is held until is for itself, by its own clock.
    expect(held).toMatchObject({ outcome: "held", untilMs: nowMs + holderAheadMs + 60_000 });
    const other = () =>
      takeLease({ ...order, by: claimant("fsd-zzzz", "zoe") }, { ...asking, now: () => server.nowMs + otherAheadMs });
    server.nowMs = nowMs + 65_000;
    expect(await other()).toMatchObject({ outcome: "refused", by: { run: "fsd-aaaa" } });
    server.nowMs = nowMs + 66_000;
    expect(await other()).toMatchObject({ outcome: "held", epoch: 2 });
  });

  test("a server that tells no time is gone by as if all clocks went alike", async () => {
    const { asking } = await cluster();
    await takeLease({ ...order, by: claimant("fsd-aaaa", "ada") }, asking);
    const late = { ...asking, now: () => nowMs + 66_000 };
    expect(await takeLease({ ...order, by: claimant("fsd-zzzz", "zoe") }, late)).toMatchObject({ outcome: "held" });
  });
});
