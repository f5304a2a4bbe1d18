import { describe, expect, it } from "vitest";
import { sharedReads } from "../../../src/clients/kubernetes/shared-reads.ts";
import type { HttpReply } from "../../../src/clients/http/send-request.ts";

interface Sent {
  readonly path: string;
  readonly signal: AbortSignal;
  answer(body: string): void;
}

function bench() {
  const sent: Sent[] = [];
  let nowMs = 0;
  const read = sharedReads(
    ({ path, signal }: { path: string; headers: Record<string, string>; signal: AbortSignal }) =>
      new Promise<HttpReply>((resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason as Error));
        sent.push({
          path,
          signal,
          answer: (body) =>
            resolve({ status: 200, headers: {}, contentType: "", body, bytes: body.length, latencyMs: 1 }),
        });
      }),
    ({ path, headers }) => JSON.stringify([path, headers]),
    () => nowMs,
  );
  return { sent, read, pass: (ms: number) => (nowMs += ms) };
}

const headers = { accept: "application/json" };
const never = () => new AbortController().signal;

describe("reads that are asked for together", () => {
  it("are sent once, and each gets the answer", async () => {
    const { sent, read, pass } = bench();
    const first = read({ path: "/pods", headers, signal: never() });
    pass(25);
    const second = read({ path: "/pods", headers, signal: never() });
    expect(sent).toHaveLength(1);
    sent[0]?.answer("seven");
    expect([(await first).body, (await second).body]).toEqual(["seven", "seven"]);
  });

  it("are sent apart when they differ, or when the first began too long ago or has been answered", async () => {
    const { sent, read, pass } = bench();
    const first = read({ path: "/pods", headers, signal: never() });
    void read({ path: "/pods", headers: { accept: "other" }, signal: never() });
    void read({ path: "/pods?continue=2", headers, signal: never() });
    expect(sent).toHaveLength(3);
    pass(26);
    const late = read({ path: "/pods", headers, signal: never() });
    expect(sent).toHaveLength(4);
    sent[0]?.answer("old");
    sent[3]?.answer("new");
    expect([(await first).body, (await late).body]).toEqual(["old", "new"]);
    void read({ path: "/pods", headers, signal: never() });
    expect(sent).toHaveLength(5);
  });

  it("go on for who still waits, and end when nobody does, with the reason of the last", async () => {
    const { sent, read } = bench();
    const one = new AbortController();
    const two = new AbortController();
    const first = read({ path: "/pods", headers, signal: one.signal });
    const second = read({ path: "/pods", headers, signal: two.signal });
    one.abort(new Error("one"));
    await expect(first).rejects.toMatchObject({ code: "aborted" });
    expect(sent[0]?.signal.aborted).toBe(false);
    const reason = new Error("two");
    two.abort(reason);
    await expect(second).rejects.toBe(reason);
    expect(sent[0]?.signal.aborted).toBe(true);
    void read({ path: "/pods", headers, signal: never() });
    expect(sent).toHaveLength(2);
  });

  it("fail together", async () => {
    const { read } = bench();
    const order = { path: "/pods", headers, signal: never() };
    const failing = sharedReads(
      ({ path }: typeof order) => Promise.reject(new Error(`${path} refused`)),
      ({ path }) => path,
      () => 0,
    );
    const ends = await Promise.allSettled([failing(order), failing(order)]);
    expect(ends.map((end) => end.status)).toEqual(["rejected", "rejected"]);
    const gone = AbortSignal.abort(new Error("gone"));
    await expect(read({ ...order, signal: gone })).rejects.toThrow("gone");
  });
});
