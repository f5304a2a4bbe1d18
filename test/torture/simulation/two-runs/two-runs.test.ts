import { describe, expect, test } from "vitest";
import type { RunSurroundings } from "../../../../src/cli/perform/run-surroundings.ts";
import { Random } from "../../random.ts";
import { drawPair, type Pair } from "./pair.ts";
import { type InsteadInPair, playPair } from "./play-pair.ts";

const PAIRS = 20;

const willing = [{ approvesAfterMs: 1_000, killedAt: null, readOnly: false, nextAfterMs: 0 }];
const calm: Pair = {
  kind: "rivals",
  secondAfterMs: 1,
  writes: 1,
  escalationMinutes: [],
  processes: [willing, willing],
  api: [],
  sends: [],
  clocks: [],
  down: null,
};
/** Both are to page after a minute; the second goes on with the first half a minute after that began. */
const handed: Pair = {
  ...calm,
  kind: "handover",
  secondAfterMs: 30_000,
  escalationMinutes: [1],
  processes: [
    [{ approvesAfterMs: 90_000, killedAt: null, readOnly: false, nextAfterMs: 0 }],
    [{ approvesAfterMs: null, killedAt: null, readOnly: false, nextAfterMs: 0 }],
  ],
};
/** From just before it is taken over until long after the page is due. */
const down = { fromMs: 29_000, untilMs: 300_000 };

async function breachesOf(pair: Pair, instead?: InsteadInPair): Promise<string> {
  return (await playPair(pair, instead)).breaches.join("\n");
}

function blind(which: number, as: Partial<RunSurroundings>): InsteadInPair {
  return { around: (run) => (run === which ? as : {}) };
}

test("two runs that anything happens to make one change at most, and let nothing out once they are taken over", async () => {
  let changes = 0;
  let fenced = 0;
  for (let seed = 1; seed <= PAIRS; seed += 1) {
    const played = await playPair(drawPair(new Random(seed)));
    expect(played.breaches, played.story.join("\n")).toEqual([]);
    changes += played.changes;
    if (played.isFenced) fenced += 1;
  }
  // Or the rest proves nothing.
  expect(changes).toBeGreaterThan(PAIRS / 3);
  expect(fenced).toBeGreaterThan(PAIRS / 10);
}, 120_000);

describe("a run whose environment is read-only by now", () => {
  const locked = [{ approvesAfterMs: 1_000, killedAt: null, readOnly: true, nextAfterMs: 0 }];
  const pair: Pair = { ...calm, secondAfterMs: 60_000, processes: [locked, willing] };

  test("changes nothing and takes no lease, and the other one makes the change", async () => {
    const { breaches, changes, story } = await playPair(pair);
    expect([breaches, changes]).toEqual([[], 1]);
    expect(story.join("\n")).not.toMatch(/sim-aaaa sends/);
  });

  test("is noticed where it is not looked whether it is", async () => {
    const breaches = await breachesOf(pair, blind(0, { readOnly: false }));
    expect(breaches).toMatch(/sim-aaaa stores lease \S+ in an environment that is read-only by now/);
    expect(breaches).toMatch(/sim-aaaa sends \S+ in an environment that is read-only by now/);
  });
}, 60_000);

test("two rivals who approve at once make exactly one change", async () => {
  const { breaches, changes } = await playPair(calm);
  expect([breaches, changes]).toEqual([[], 1]);
}, 60_000);

test("after a handover the older run sends no write and no page", async () => {
  const { breaches, isFenced, story } = await playPair(handed);
  expect([breaches, isFenced]).toEqual([[], true]);
  expect(story.filter((line) => line.includes(" pages: ")).map((line) => line.slice(12, 20))).toEqual(["sim-bbbb"]);
}, 60_000);

test("a page waits on both sides while the API server is away, and then goes out from the newer run", async () => {
  const { breaches, story } = await playPair({ ...handed, down });
  expect(breaches).toEqual([]);
  const [paged, ...more] = story.filter((line) => line.includes(" pages: "));
  expect([paged?.slice(12, 20), more]).toEqual(["sim-bbbb", []]);
  expect(Number(paged?.slice(0, 8))).toBeGreaterThan(300);
}, 60_000);

describe("the simulation of two runs notices", { timeout: 60_000 }, () => {
  test("an older run that does not look whether it was taken over", async () => {
    expect(await breachesOf(handed, blind(0, { unfenced: "blind" }))).toMatch(/the older run lets out page page/);
  });

  test("a newer run that does not wait until the older one is told", async () => {
    const told = await breachesOf({ ...handed, down }, blind(1, { goesOnUnfenced: true }));
    expect(told).toMatch(/the newer run lets out page page .* before the older one is told/);
  });

  test("an object that takes every write, where leases hold nobody off", async () => {
    const perform: InsteadInPair["perform"] = async (_, effect, usual) =>
      effect.type === "lease"
        ? { type: "leased", proposal: effect.proposal, lease: { outcome: "unavailable", reason: "none" } }
        : usual();
    expect(await breachesOf(calm, { perform, unguarded: true })).toMatch(/1 writes were to be made, and these were/);
  });

  test("a run that takes another one's lease for its own", async () => {
    const perform: InsteadInPair["perform"] = async (run, effect, usual) =>
      run === 1 && effect.type === "lease" && effect.op !== "release"
        ? {
            type: "leased",
            proposal: effect.proposal,
            lease: { outcome: "held", epoch: 9, untilMs: Infinity, noted: true },
          }
        : usual();
    expect(await breachesOf(calm, { perform, unguarded: true })).toMatch(/sends .*, and its lease was taken/);
  });
});
