import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { kafkaConsumerLag } from "../../../src/probes/kafka-consumer-lag.ts";
import type { LagFacts, PartitionFacts } from "../../../src/probes/kafka/lag-facts.ts";
import { lagObserved } from "../../../src/probes/kafka/lag-observed.ts";
import { behind, lagFacts, NOW_MS, partitionFacts } from "./facts.ts";

const args = kafkaConsumerLag.args.parse({ group: "zipline-consumer" });

function judge(facts: LagFacts, fail: string | null = null) {
  const judged = kafkaConsumerLag.judge(facts, args, { nowMs: NOW_MS, expect: { fail, pass: null, warn: null } });
  return { ...judged, observed: lagObserved.parse(judged.observed) };
}

const nobody = { group: { state: "Dead", kind: "unknown", members: 0 } } as const;
const gone = (words: string) =>
  partitionFacts({ logStart: null, highWatermark: null, lastStable: null, trouble: words });

/** The table of the algorithm, one line a case. */
const cases: readonly [string, LagFacts, string | null, "pass" | "fail" | "inconclusive", RegExp][] = [
  ["all is read", lagFacts([partitionFacts()]), null, "pass", /^all is read$/],
  ["behind, no limit given", lagFacts([behind(10, 400)]), null, "pass", /^6\.67 min behind, 10 records$/],
  [
    "behind, within the limit",
    lagFacts([behind(10, 299)]),
    "maxLagSeconds > 300",
    "pass",
    /4\.98 min behind \(limit 5 min\)/,
  ],
  [
    "behind, beyond the limit",
    lagFacts([behind(10, 301)]),
    "maxLagSeconds > 300",
    "fail",
    /^5\.02 min behind \(limit 5 min\), 10 records$/,
  ],
  [
    "no commit with records",
    lagFacts([partitionFacts({ committed: null })]),
    null,
    "inconclusive",
    /1 partition without a commit/,
  ],
  [
    "no commit, nothing there",
    lagFacts([partitionFacts(), partitionFacts({ partition: 1, committed: null, highWatermark: 0, lastStable: 0 })]),
    null,
    "pass",
    /all is read/,
  ],
  [
    "no commit, and all deleted that was there",
    lagFacts([partitionFacts(), partitionFacts({ partition: 1, committed: null, logStart: 100 })]),
    "maxLagSeconds > 300",
    "inconclusive",
    /1 partition without a commit: how far behind cannot be told/,
  ],
  [
    "no commit beside a breach",
    lagFacts([behind(10, 400), partitionFacts({ partition: 1, committed: null })]),
    "maxLagSeconds > 300",
    "fail",
    /6\.67 min behind/,
  ],
  [
    "no commit beside a pass",
    lagFacts([behind(10, 4), partitionFacts({ partition: 1, committed: null })]),
    "maxLagSeconds > 300",
    "inconclusive",
    /without a commit/,
  ],
  ["deleted unread", lagFacts([behind(90, 60, { logStart: 30 })]), null, "fail", /20 records were deleted unread/],
  [
    "beyond the end",
    lagFacts([partitionFacts({ committed: 120 })]),
    "maxLagSeconds > 300",
    "inconclusive",
    /1 partition committed beyond the end/,
  ],
  [
    "markers alone",
    lagFacts([partitionFacts({ committed: 99, unread: { kind: "nothing" } })]),
    "maxLagSeconds > 300",
    "pass",
    /all is read.*but for 1 markers or aborted records/,
  ],
  [
    "unreadable",
    lagFacts([partitionFacts(), gone("the partition has no leader")]),
    "maxLagSeconds > 300",
    "inconclusive",
    /1 partition could not be read: the partition has no leader/,
  ],
  [
    "an age that cannot be told",
    lagFacts([behind(5, 0, { unread: { kind: "unknown", words: "no Read" } })]),
    "maxLagSeconds > 300",
    "inconclusive",
    /1 partition whose age cannot be told: no Read/,
  ],
  [
    "unread records from the future",
    lagFacts([behind(100, -3_600)]),
    "maxLagSeconds > 300",
    "inconclusive",
    /^100 records; 1 partition whose age cannot be told: its first unread record is from the future$/,
  ],
  [
    "a hanging transaction",
    lagFacts([partitionFacts({ lastStable: 90, openSinceMs: NOW_MS - 301_000 })]),
    null,
    "fail",
    /open for more than 5 min holds back 1 partition/,
  ],
  [
    "a transaction that is only open",
    lagFacts([partitionFacts({ lastStable: 90, openSinceMs: NOW_MS - 299_000 })]),
    null,
    "pass",
    /all is read/,
  ],
  [
    "no such group",
    lagFacts([], nobody),
    "maxLagSeconds > 300",
    "inconclusive",
    /no such group.*offsets\.retention\.minutes/,
  ],
  [
    "no such group, topics named",
    lagFacts([partitionFacts({ committed: null })], nobody),
    null,
    "inconclusive",
    /no such group/,
  ],
  ["a group that only has members", lagFacts([]), null, "inconclusive", /no commit that this user may see/],
  [
    "a topic that is gone",
    lagFacts([partitionFacts()], { missing: [{ topic: "old", words: "the cluster has no such topic or partition" }] }),
    null,
    "inconclusive",
    /topic old: the cluster has no such topic/,
  ],
];

describe("the verdict", () => {
  test.each(cases)("%s", (_name, facts, fail, verdict, summary) => {
    const judged = judge(facts, fail);
    expect(judged.verdict).toBe(verdict);
    expect(judged.summary).toMatch(summary);
  });

  test("lost records and hanging transactions fail within any limit of lag", () => {
    const lost = judge(lagFacts([behind(90, 60, { logStart: 30 })]), "maxLagSeconds > 300");
    expect(lost).toMatchObject({ verdict: "fail", observed: { expiredRecords: 20, retentionRiskSeconds: 0 } });
    expect(lost.summary).toContain("20 records were deleted unread");
    // Nobody but the job itself knows what it has read since its last checkpoint.
    const flink = { group: { state: "Empty", kind: "commits-only", members: 0 } } as const;
    const uncommitted = judge(lagFacts([behind(90, 60, { logStart: 30 })], flink));
    expect(uncommitted).toMatchObject({ verdict: "fail", observed: { expiredRecords: 20 } });
    expect(uncommitted.summary).toContain("20 records were deleted before they were committed");
    expect(uncommitted.evidence).toContainEqual(
      expect.objectContaining({ what: "records deleted before they were committed", value: 20 }),
    );
    const hung = judge(lagFacts([behind(9, 60, { openSinceMs: NOW_MS - 400_000 })]), "maxLagSeconds > 900");
    expect(hung).toMatchObject({ verdict: "fail", observed: { hangingTransactions: 1 } });
  });

  test("who says what passes has said it of them as well", () => {
    const facts = lagFacts([behind(90, 60, { logStart: 30 })]);
    const condition = { pass: "maxLagSeconds < 300", fail: null, warn: null };
    expect(kafkaConsumerLag.judge(facts, args, { nowMs: NOW_MS, expect: condition }).verdict).toBe("pass");
  });

  // By times alone a marker cannot be told from a record.
  const byTime = (records: number, seconds: number, more = {}) =>
    behind(records, seconds, {
      unread: { kind: "between", earliestMs: NOW_MS - seconds * 1_000, latestMs: NOW_MS - seconds * 1_000 },
      ...more,
    });
  test.each([
    [
      "one that is left and may be a marker",
      [byTime(1, 600)],
      "inconclusive",
      /may be a transaction's marker.*ACL Read/,
    ],
    ["one that is young either way", [byTime(1, 60)], "pass", /1 record$/],
    ["more than one", [byTime(2, 600)], "fail", /10 min behind/],
    [
      "one that may be, beside one that is not",
      [byTime(1, 600), byTime(9, 700, { partition: 1 })],
      "fail",
      /11\.7 min/,
    ],
    ["one that was read", [behind(1, 600)], "fail", /10 min behind/],
  ] as const)("by times alone: %s", (_name, partitions, verdict, summary) => {
    const judged = judge(lagFacts(partitions), "maxLagSeconds > 300");
    expect(judged.verdict).toBe(verdict);
    expect(judged.summary).toMatch(summary);
  });

  test.each([
    ["a producer's", false, /CreateTime/],
    ["the broker's", true, /LogAppendTime/],
  ])("the age tells whose clock it is by: %s", (_name, logAppendTime, words) => {
    const unread = { kind: "record", timestampMs: NOW_MS - 60_000, uncertainMs: 0, logAppendTime } as const;
    const { evidence } = judge(lagFacts([behind(5, 60, { unread })]));
    expect(evidence.map(({ what }) => what).join("\n")).toMatch(words);
  });
});

describe("what it says beside it", () => {
  test.each([
    [
      "Flink commits for nobody's group",
      lagFacts([behind(10, 60)], { group: { state: "Empty", kind: "commits-only", members: 0 } }),
      /somebody commits for it \(Flink/,
    ],
    [
      "nobody reads",
      lagFacts([behind(10, 60)], { group: { state: "Empty", kind: "classic", members: 0 } }),
      /no members: nobody reads/,
    ],
    [
      "compacted",
      lagFacts([behind(10, 60)], { settings: { events: { compacted: true, retentionMs: null } } }),
      /compacted, so that the count overstates: events/,
    ],
    [
      "retention that may not be read",
      lagFacts([behind(10, 60)], { settings: { events: null } }),
      /DescribeConfigs is not granted/,
    ],
    ["a record from the future", lagFacts([behind(10, -60)]), /from the future/],
    [
      "a wide uncertainty",
      lagFacts([behind(10, 0, { unread: { kind: "between", earliestMs: NOW_MS - 9_000, latestMs: NOW_MS - 5_000 } })]),
      /known to 4\.0 s/,
    ],
  ])("%s", (_name, facts, words) => {
    expect(judge(facts).notes.join("\n")).toMatch(words);
  });

  test("thousands of partitions are counted, twenty are listed", () => {
    const many = Array.from({ length: 5_000 }, (_, partition) => behind(1, partition % 977, { partition }));
    const { observed, notes, evidence } = judge(lagFacts(many));
    expect(observed).toMatchObject({ partitionsTotal: 5_000, totalLag: 5_000, maxLagSeconds: 976 });
    expect(observed.partitions).toHaveLength(20);
    expect(observed.partitions[0]).toMatchObject({ lagSeconds: 976 });
    expect(notes.join("\n")).toContain("4980 more partitions are not listed");
    expect(evidence.length).toBeLessThan(12);
  });
});

describe("rates and forecasts, over a window of 10 s", () => {
  const window = (read: number, written: number, records: number, seconds: number) =>
    lagFacts(
      [
        behind(records, seconds, {
          later: {
            halfwayCommitted: 100 - records + read / 2,
            committed: 100 - records + read,
            highWatermark: 100 + written,
          },
        }),
      ],
      { windowSeconds: 10 },
    );
  test.each([
    // read, written, behind, age; in /s, out /s, catches up in, outlives retention (1 h) in
    ["faster than it is written", window(30, 10, 40, 60), 1, 3, 20, null],
    ["slower than it is written", window(10, 20, 40, 600), 2, 1, null, 6_000],
    ["not at all", window(0, 20, 40, 600), 2, 0, null, 3_000],
    ["as fast as it is written", window(20, 20, 40, 600), 2, 2, null, null],
    ["older than it is kept", window(0, 0, 40, 4_000), 0, 0, null, 0],
  ])("%s", (_name, facts, producedPerSecond, consumedPerSecond, catchUpSeconds, retentionRiskSeconds) => {
    expect(judge(facts).observed).toMatchObject({
      producedPerSecond,
      consumedPerSecond,
      catchUpSeconds,
      retentionRiskSeconds,
      advancing: consumedPerSecond > 0,
    });
  });

  test("between two checkpoints nothing is committed: only what comes in is said", () => {
    const flink = { ...window(0, 20, 40, 60), group: { state: "Empty", kind: "commits-only", members: 0 } as const };
    const { summary, observed, notes } = judge(flink);
    expect(summary).toBe("60 s behind, 40 records; 2 /s come in");
    expect(observed).toMatchObject({ advancing: false, consumedPerSecond: null, catchUpSeconds: null });
    expect(notes).toHaveLength(1);
  });

  // A consumer that commits every five seconds, or Flink at a checkpoint: what one commit stands for took longer than the window.
  test.each([
    ["in the first half", 90, 90],
    ["in the second half", 60, 90],
  ])("one commit alone, %s, is no rate", (_name, halfwayCommitted, committed) => {
    const later = { halfwayCommitted, committed, highWatermark: 120 };
    const facts = lagFacts([behind(40, 600, { later })], { windowSeconds: 10 });
    const { observed, summary } = judge(facts);
    expect(observed).toMatchObject({
      producedPerSecond: 2,
      consumedPerSecond: null,
      advancing: true,
      catchUpSeconds: null,
      // An hour is kept, ten minutes are gone: the worst that may be.
      retentionRiskSeconds: 3_000,
    });
    expect(summary).toBe("10 min behind, 40 records; 2 /s come in");
  });

  test("a rate of the group needs commits in both halves, of whichever partitions", () => {
    const early = { halfwayCommitted: 80, committed: 80, highWatermark: 100 };
    const late = { halfwayCommitted: 60, committed: 70, highWatermark: 100 };
    const partitions = [behind(40, 600, { later: early }), behind(40, 600, { partition: 1, later: late })];
    // 20 and 10 records in ten seconds; 80 are left.
    const { observed } = judge(lagFacts(partitions, { windowSeconds: 10 }));
    expect(observed).toMatchObject({ consumedPerSecond: 3, catchUpSeconds: 80 / 3 });
  });

  test("a reset to an earlier offset is no reading", () => {
    expect(judge(window(-50, 0, 40, 60)).observed).toMatchObject({ consumedPerSecond: 0 });
  });
});

const offsets = fc.record({
  committed: fc.option(fc.nat(200)),
  logStart: fc.nat(100),
  length: fc.nat(100),
  age: fc.nat(100_000),
});

const anyPartition: fc.Arbitrary<PartitionFacts> = offsets.map(({ committed, logStart, length, age }) => {
  const highWatermark = logStart + length;
  const isBehind = committed !== null && Math.max(committed, logStart) < highWatermark;
  return partitionFacts({
    committed,
    logStart,
    highWatermark,
    lastStable: highWatermark,
    unread: isBehind ? { kind: "record", timestampMs: NOW_MS - age, uncertainMs: 0, logAppendTime: false } : null,
  });
});

describe("for any offsets", () => {
  const anyFacts = fc
    .array(anyPartition, { maxLength: 8 })
    .map((partitions) => lagFacts(partitions.map((each, partition) => ({ ...each, partition }))));

  test("no lag is negative, and the sum is the sum", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { observed } = judge(facts);
        const lags = observed.partitions
          .filter(({ committedOffset }) => committedOffset !== null)
          .map(({ lag }) => lag ?? 0);
        expect(Math.min(0, ...lags)).toBe(0);
        expect(observed.totalLag ?? 0).toBe(lags.reduce((sum, lag) => sum + lag, 0));
        expect(observed.maxLagSeconds ?? 0).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test("what cannot be seen never passes, whatever the limit", () => {
    fc.assert(
      fc.property(anyFacts, fc.nat(200), (facts, limit) => {
        const { verdict, observed } = judge(facts, `maxLagSeconds > ${limit}`);
        const unseen =
          observed.noCommit + observed.beyondEnd + observed.unreadable > 0 || observed.partitionsTotal === 0;
        if (unseen) expect(verdict).not.toBe("pass");
        if ((observed.maxLagSeconds ?? 0) > limit) expect(verdict).toBe("fail");
      }),
    );
  });

  test("more lag never makes it better", () => {
    fc.assert(
      fc.property(anyFacts, fc.nat(60_000), (facts, more) => {
        const older = facts.partitions.map((each) =>
          each.unread?.kind === "record"
            ? { ...each, unread: { ...each.unread, timestampMs: each.unread.timestampMs - more } }
            : each,
        );
        const before = judge(facts, "maxLagSeconds > 30").verdict;
        const after = judge({ ...facts, partitions: older }, "maxLagSeconds > 30").verdict;
        if (before === "fail") expect(after).toBe("fail");
      }),
    );
  });
});
