import { describe, expect, test } from "vitest";
import { ClientError, type ClientErrorCode } from "../../../src/clients/client-error.ts";
import { heldLease } from "../../../src/clients/kubernetes-lease/lease-object.ts";
import { performFence } from "../../../src/cli/perform/perform-fence.ts";
import { performPrepare } from "../../../src/cli/perform/perform-write.ts";
import type { RunSurroundings } from "../../../src/cli/perform/run-surroundings.ts";
import { unlessSuperseded } from "../../../src/cli/perform/standing.ts";
import { leaseOn } from "../../../src/core/plan/lease.ts";
import type { EffectOf } from "../../../src/core/run/effect.ts";
import type { EventOf, RunEventBody } from "../../../src/core/run/event.ts";

const signal = new AbortController().signal;
const target = { kind: "bigops-run", namespace: "ml", name: "old-1111", uid: "" };
const by = { user: "ben", host: "desk", run: "new-2222", runbook: "r" };
const taken = heldLease({ address: leaseOn(target), target, by, change: null }, null, 2, 0);
const asRead = { ...taken, metadata: { ...(taken["metadata"] as object), resourceVersion: "7" } };

interface Scene {
  readonly exported?: boolean;
  readonly origin?: boolean;
  readonly confirmed?: boolean;
  /** It told the others that they are over. */
  readonly fenced?: boolean;
  /** What the API server says; an error's code, or a lease. */
  readonly answers: readonly (ClientErrorCode | object)[];
}

function scene({ exported = false, origin = false, confirmed = false, fenced = false, answers }: Scene) {
  const said: string[] = [];
  const left = [...answers];
  const answer = () => {
    const next = left.length > 1 ? left.shift() : left[0];
    if (typeof next === "string") throw new ClientError(next, `lease: ${next}`, "", next === "not-found" ? 404 : null);
    return next;
  };
  const run = {
    id: origin ? "new-2222" : "old-1111",
    operator: { user: "ben", as: null, host: "desk" },
    runbook: { name: "r" },
    ...(origin ? { origin: { runs: ["old-1111"], epoch: 1 } } : {}),
  };
  const around = {
    doors: {
      kubernetes: async () => ({ get: async () => answer(), write: async () => answer(), serverNow: () => null }),
    },
    now: Date.now,
    pause: async () => undefined,
    state: () => ({ run, fence: fenced ? { kind: "held", epoch: 2, over: null } : null }),
    place: { namespace: "ml" },
    unfenced: null,
    readOnly: false,
    wasExported: () => exported,
    goesOnUnfenced: confirmed,
    say: (text: string) => said.push(text),
    action: () => ({ prepare: async () => ({ ready: true, resourceVersion: null, detail: {} }) }),
  } as unknown as RunSurroundings;
  return { around, said };
}

const sent: Omit<EventOf<"paged">, "atMs"> = { type: "paged", step: 0, note: "page", ok: true, message: "sent" };

async function page(of: Scene): Promise<string> {
  const held = (message: string): RunEventBody => ({ ...sent, ok: false, message });
  const event = await unlessSuperseded(scene(of).around, undefined, async () => sent, held);
  if (event.type !== "paged") return event.type;
  return event.ok ? "goes out" : "waits";
}

async function write(of: Scene): Promise<string> {
  const one = { id: "1", method: "POST", path: "/jars/x/run", body: {}, object: "job", contentType: "text/plain" };
  const effect = { id: "p", type: "prepare", proposal: "r", write: one, attempt: 1, plan: { writes: [one] } };
  const event = await performPrepare(effect as unknown as EffectOf<"prepare">, scene(of).around, signal);
  if (event.type === "withheld") expect(event.reason).toMatch(/cannot be told: lease.*resume \S+ --unfenced/);
  return event.type === "intended" ? "goes out" : event.type === "withheld" ? "waits" : event.type;
}

const damaged = { ...asRead, metadata: { ...asRead.metadata, annotations: {} }, spec: { leaseTransitions: 2 } };
const unlabelled = { ...asRead, metadata: { ...asRead.metadata, annotations: {} } };

describe("what goes out in the name of a run", () => {
  test.each([
    ["that nobody can have taken over, though that cannot be read", { answers: ["unreachable"] }, "goes out"],
    ["that was exported, where it cannot be read who goes on", { exported: true, answers: ["unreachable"] }, "waits"],
    ["that was exported, where the API server is in trouble", { exported: true, answers: ["server-error"] }, "waits"],
    ["that was exported, where nobody is known here any more", { exported: true, answers: ["unauthorized"] }, "waits"],
    ["that was exported, whose lease somebody damaged", { exported: true, answers: [damaged] }, "waits"],
    ["that goes on with another, where it cannot be read", { origin: true, answers: ["timeout"] }, "waits"],
    ["that was exported, and nobody took over", { exported: true, answers: ["not-found"] }, "goes out"],
    [
      "whose lease is gone, once that is made anew",
      { origin: true, fenced: true, answers: ["not-found", {}] },
      "goes out",
    ],
    [
      "whose lease is gone and cannot be made",
      { origin: true, fenced: true, answers: ["not-found", "unreachable"] },
      "waits",
    ],
    ["that may not read leases at all", { exported: true, answers: ["forbidden"] }, "goes out"],
    ["of which the operator knows", { exported: true, confirmed: true, answers: ["unreachable"] }, "goes out"],
    ["that was taken over", { answers: [asRead] }, "superseded"],
    ["that was taken over, known by the field of the API alone", { answers: [unlabelled] }, "superseded"],
    ["that was taken over, whatever the operator says", { confirmed: true, answers: [asRead] }, "superseded"],
  ] satisfies [string, Scene, string][])("%s", async (_, of, expected) => {
    expect([await page(of), await write(of)]).toEqual([expected, expected]);
  });
});

describe("an environment that is read-only by now", () => {
  test("has no lease made anew in it: the run only reads who goes on with it", async () => {
    const { around } = scene({ origin: true, fenced: true, answers: ["not-found", "conflict"] });
    const readOnly = { ...around, readOnly: true };
    const event = await unlessSuperseded(
      readOnly,
      undefined,
      async () => sent,
      (message) => ({ ...sent, ok: false, message }),
    );
    expect(event).toEqual(sent);
  });
});

describe("telling the runs before that they are over", () => {
  const effect: EffectOf<"fence"> = { id: "fence:1", type: "fence", epoch: 2 };

  test("is tried until it can be told, which the operator hears once", async () => {
    const { around, said } = scene({ origin: true, answers: ["unreachable", "not-found", {}] });
    const event = await performFence(effect, around, signal);
    expect(event).toMatchObject({ type: "fenced", fence: { kind: "held", epoch: 2 } });
    expect(said).toEqual([expect.stringMatching(/nobody paged until run old-1111 .*resume new-2222 --unfenced/)]);
  });

  test.each([
    ["this user may not", { origin: true, answers: ["forbidden"] }],
    ["the operator knows that nobody goes on", { origin: true, confirmed: true, answers: ["unreachable"] }],
  ] satisfies [string, Scene][])("is given up, and said with the run, where %s", async (_, of) => {
    const { around, said } = scene(of);
    expect(await performFence(effect, around, signal)).toMatchObject({ fence: { kind: "unavailable" } });
    expect(said).toEqual([]);
  });
});
