import { describe, expect, test } from "vitest";
import { judgeLag, type LagLimits } from "../../../src/probes/kafka/judge-lag.ts";
import type { LagFacts, PartitionFacts } from "../../../src/probes/kafka/lag-facts.ts";
import { behind, lagFacts, NOW_MS, partitionFacts } from "./facts.ts";

const AGE_MS = 300_000;
const judge = (facts: LagFacts, limits: LagLimits = {}) => judgeLag(facts, AGE_MS, limits);
const unreadable = (partition: number, trouble: string): PartitionFacts =>
  partitionFacts({ partition, logStart: null, highWatermark: null, lastStable: null, trouble });

/** Read at so many records a second and written at so many, over ten seconds; 40 records, a minute old, are left. */
const window = (read: number, written: number, more: Partial<LagFacts> = {}) => {
  const later = { halfwayCommitted: 60 + read * 5, committed: 60 + read * 10, highWatermark: 100 + written * 10 };
  return lagFacts([behind(40, 60, { later })], { windowSeconds: 10, ...more });
};

test("a group that is behind: the whole judgement", () => {
  const { judgement, unseen } = judge(lagFacts([behind(10, 400), partitionFacts({ partition: 1 })]), {
    maxLagSeconds: 300,
    totalLag: 50,
  });
  expect(unseen).toBe(false);
  expect(judgement).toMatchObject({
    verdict: "pass",
    summary: "6.67 min behind (limit 5 min), 10 records (limit 50)",
    flip: "an oldest unread record of 5 min",
    notes: [],
  });
  expect(judgement.evidence).toEqual([
    { what: "group", value: "Stable" },
    {
      what: "age of the oldest unread record, by its producer's clock (CreateTime)",
      value: 400,
      unit: "seconds",
      limit: 300,
    },
    { what: "records behind", value: 10, unit: "records", limit: 50 },
    { what: "events/0 is behind", value: "6.67 min, 10 records" },
  ]);
});

test("without limits none is said, and nothing that would change it", () => {
  const { judgement } = judge(lagFacts([behind(10, 400)]));
  expect(judgement.flip).toBeNull();
  expect(judgement.evidence.slice(1, 3)).toEqual([
    expect.not.objectContaining({ limit: expect.anything() }),
    { what: "records behind", value: 10, unit: "records" },
  ]);
  expect(judge(lagFacts([behind(10, 400)]), { totalLag: 9 }).judgement.flip).toBe("a lag of 9 records");
});

describe("how far behind", () => {
  const markers = (lag: number) => partitionFacts({ committed: 100 - lag, unread: { kind: "nothing" } });
  const ageless = behind(5, 0, { unread: { kind: "unknown", words: "no Read" } });
  test.each<[string, LagFacts, LagLimits, string]>([
    ["not at all", lagFacts([partitionFacts()]), {}, "all is read"],
    ["not at all, within a limit", lagFacts([partitionFacts()]), { maxLagSeconds: 60 }, "all is read (limit 60 s)"],
    ["by markers alone", lagFacts([markers(2)]), {}, "all is read, but for 2 markers or aborted records"],
    ["one record", lagFacts([behind(1, 60)]), {}, "60 s behind, 1 record"],
    ["more", lagFacts([behind(2, 60)]), { totalLag: 5 }, "60 s behind, 2 records (limit 5)"],
    [
      "of an unknown age",
      lagFacts([ageless]),
      { maxLagSeconds: 60 },
      "5 records; 1 partition whose age cannot be told: no Read",
    ],
    ["as new as clocks can tell", lagFacts([behind(5, 0)]), {}, "0 ms behind, 5 records"],
    [
      "of an unknown age beside one that is read",
      lagFacts([{ ...ageless, partition: 1 }, markers(2)]),
      {},
      "7 records; 1 partition whose age cannot be told: no Read",
    ],
    [
      "from the future",
      lagFacts([behind(5, -2)]),
      { maxLagSeconds: 60 },
      "5 records; 1 partition whose age cannot be told: its first unread record is from the future",
    ],
    ["and it grows", window(1, 2), {}, "60 s behind, 40 records; never catches up at 2 /s in, 1 /s out"],
    ["and nobody reads", window(0, 2), {}, "60 s behind, 40 records; no commit moved at 2 /s in, 0 /s out"],
    ["and it shrinks", window(3, 1), {}, "60 s behind, 40 records; caught up in 20 s at 1 /s in, 3 /s out"],
    [
      "while nothing is committed between two checkpoints",
      window(0, 2, { group: { state: "Empty", kind: "commits-only", members: 0 } }),
      {},
      "60 s behind, 40 records; 2 /s come in",
    ],
  ])("%s", (_what, facts, limits, summary) => {
    expect(judge(facts, limits).judgement.summary).toBe(summary);
  });
});

describe("what cannot be seen", () => {
  const none = { committed: null };
  test.each<[string, LagFacts, string]>([
    [
      "one partition without a commit",
      lagFacts([partitionFacts(none)]),
      "1 partition without a commit: how far behind cannot be told",
    ],
    [
      "two",
      lagFacts([partitionFacts(none), partitionFacts({ ...none, partition: 1 })]),
      "2 partitions without a commit: how far behind cannot be told",
    ],
    [
      "one beyond the end",
      lagFacts([partitionFacts({ committed: 101 })]),
      "1 partition committed beyond the end: was the topic recreated or truncated?",
    ],
    [
      "some that could not be read, by the first trouble",
      lagFacts([unreadable(0, "no leader"), unreadable(1, "other")]),
      "2 partitions could not be read: no leader",
    ],
    [
      "topics that are gone, three of them named",
      lagFacts([], { missing: ["a", "b", "c", "d"].map((topic) => ({ topic, words: "gone" })) }),
      "topic a: gone; topic b: gone; topic c: gone",
    ],
    [
      "no topic at all",
      lagFacts([]),
      "the group has no commit that this user may see: it never committed, or Describe on its topics is not granted",
    ],
    [
      "no group",
      lagFacts([], { group: { state: "Dead", kind: "unknown", members: null } }),
      "there is no such group: never committed, expired since its last commit (offsets.retention.minutes), or its name is another",
    ],
  ])("%s", (_what, facts, words) => {
    const { judgement, unseen } = judge(facts);
    expect([judgement.verdict, unseen]).toEqual(["inconclusive", true]);
    expect(judgement.summary).toBe(words);
  });

  test("several kinds of it stand behind one another, after what is known", () => {
    const facts = lagFacts([behind(3, 60), partitionFacts({ ...none, partition: 1 }), unreadable(2, "no leader")]);
    expect(judge(facts).judgement.summary).toBe(
      "60 s behind, 3 records; 1 partition without a commit: how far behind cannot be told; 1 partition could not be read: no leader",
    );
  });

  test("a partition that cannot be read is not said to have an unknown age as well", () => {
    expect(judge(lagFacts([unreadable(0, "no leader")])).judgement.summary).not.toContain("age");
  });
});

describe("what was lost or is stuck", () => {
  const lost = behind(90, 60, { logStart: 30 });
  const hung = (partition: number, sinceMs: number) => partitionFacts({ partition, openSinceMs: NOW_MS - sinceMs });

  test("stands behind how far the group is behind, and comes before what is not seen", () => {
    const { judgement, unseen } = judge(lagFacts([lost, partitionFacts({ committed: null, partition: 1 })]));
    expect([judgement.verdict, unseen]).toEqual(["fail", true]);
    expect(judgement.summary).toBe(
      "60 s behind, 90 records; 20 records were deleted unread; 1 partition without a commit: how far behind cannot be told",
    );
    expect(judgement.evidence).toContainEqual({ what: "records deleted unread", value: 20, unit: "records" });
    expect(judgement.evidence).toContainEqual({ what: "events/0 is expired", value: "60 s, 90 records" });
  });

  test("transactions hang from their age on", () => {
    expect(judge(lagFacts([hung(0, AGE_MS - 1)])).judgement.verdict).toBe("pass");
    const { judgement } = judge(lagFacts([hung(0, AGE_MS), hung(1, AGE_MS * 2)]));
    expect([judgement.verdict, judgement.summary]).toEqual([
      "fail",
      "all is read; a transaction open for more than 5 min holds back 2 partitions",
    ]);
  });
});

describe("a transaction of which nobody can tell since when it is open", () => {
  const WORDS =
    "1 partition where a transaction may hang that could not be looked at (that takes the ACL Read on the topic; at most 100 are looked at)";
  // Open since 90 at the latest, which is where it holds back whoever reads committed records alone.
  const open = { lastStable: 90, openSinceMs: "untold" } as const;
  const unknown = { kind: "unknown", words: "no Read" } as const;
  const UNTOLD = { transactionHangs: undefined, hangingTransactions: undefined, untoldTransactions: 1 };
  test.each<[string, PartitionFacts, "pass" | "inconclusive"]>([
    ["the group stands there, for as long as a hanging one would hold it", behind(10, 300, open), "inconclusive"],
    ["it comes there, as late as that", behind(40, 300, open), "inconclusive"],
    // What comes later in the log is younger than the group's next record.
    ["the group's next record is younger than one that hangs", behind(10, 299.9, open), "pass"],
    ["the group is past it", behind(9, 400, open), "pass"],
    ["all is read", partitionFacts(open), "pass"],
    ["all is read, and the stable offset could not be read", partitionFacts({ ...open, lastStable: null }), "pass"],
    ["the stable offset could not be read", behind(1, 300, { ...open, lastStable: null }), "inconclusive"],
  ])("%s", (_what, partition, verdict) => {
    const { judgement, unseen } = judge(lagFacts([partition]));
    expect([judgement.verdict, unseen]).toEqual([verdict, verdict === "inconclusive"]);
    expect(judgement.summary.includes(WORDS)).toBe(unseen);
    const told = { transactionHangs: false, hangingTransactions: 0, untoldTransactions: 0 };
    const { transactionHangs, hangingTransactions, untoldTransactions } = judgement.observed;
    expect({ transactionHangs, hangingTransactions, untoldTransactions }).toEqual(unseen ? UNTOLD : told);
  });

  test("nor how old the group's next record is", () => {
    const { judgement } = judge(lagFacts([behind(10, 0, { ...open, unread: unknown })]));
    expect(judgement.summary).toBe(`10 records; 1 partition whose age cannot be told: no Read; ${WORDS}`);
  });
});

describe("the evidence", () => {
  const between = { kind: "between", earliestMs: NOW_MS - 60_000, latestMs: NOW_MS - 60_000 } as const;
  const byBroker = { kind: "record", timestampMs: NOW_MS - 60_000, uncertainMs: 0, logAppendTime: true } as const;
  test.each<[string, PartitionFacts, string]>([
    ["by the log's times", behind(5, 60, { unread: between }), ", at most, by the log's times"],
    ["by the broker's clock", behind(5, 60, { unread: byBroker }), ", by the broker's clock (LogAppendTime)"],
    ["by nobody's, where all is read", partitionFacts(), ""],
    ["by nobody's, where it is unknown", behind(5, 0, { unread: { kind: "unknown", words: "no" } }), ""],
  ])("says whose clock an age is by: %s", (_what, partition, clock) => {
    expect(judge(lagFacts([partition])).judgement.evidence[1]?.what).toBe(`age of the oldest unread record${clock}`);
  });

  test("has five partitions, the furthest behind first, none that has read all", () => {
    const many = Array.from({ length: 7 }, (_, partition) => behind(1, partition * 10, { partition }));
    const { evidence } = judge(lagFacts([...many, partitionFacts({ partition: 9 })])).judgement;
    expect(evidence.slice(3).map(({ what }) => what)).toEqual(
      [6, 5, 4, 3, 2].map((partition) => `events/${partition} is behind`),
    );
    const [, , , unknown] = judge(lagFacts([partitionFacts({ committed: null }), partitionFacts({ partition: 1 })]))
      .judgement.evidence;
    expect(unknown).toEqual({ what: "events/0 is no-commit", value: "age not known" });
  });
});
