import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import type { CheckResult } from "../../src/core/check/check-result.ts";
import { lagObserved } from "../../src/probes/kafka/lag-observed.ts";
import { type SceneName, endsOf, type ScenePartition, scenes } from "./kafka-scenes.ts";
import { check, type ProbeWorld } from "./probes-world.ts";

/** Brokers on which all scenes were made. */
export interface KafkaPlace extends Pick<ProbeWorld, "doors" | "now"> {
  /** When the record at offset 0 of every partition was made, ms. */
  readonly firstMs: number;
  topic(scene: SceneName): string;
  group(scene: SceneName): string;
  close(): Promise<void>;
}

type Observed = z.infer<typeof lagObserved>;

interface Expected {
  readonly verdict: "pass" | "fail" | "inconclusive";
  /** The offset of the oldest record that nobody read; null: all is read. Undefined: cannot be told. */
  readonly oldest?: number | null;
  readonly observed?: Partial<Observed>;
  readonly summary?: RegExp;
}

/** Without conditions of their own, at one look. Offsets and lags come from the scenes by counting. */
const expectations: Readonly<Record<SceneName, Expected>> = {
  behind: { verdict: "pass", oldest: 10, observed: { totalLag: 30, maxLag: 30, maxLagShare: 1 } },
  "no commit": {
    verdict: "inconclusive",
    oldest: null,
    observed: { noCommit: 1, totalLag: 0 },
    summary: /1 partition without a commit/,
  },
  "never written": { verdict: "pass", oldest: null, observed: { totalLag: 0, noCommit: 0 } },
  "deleted unread": {
    verdict: "fail",
    oldest: 20,
    observed: { expiredRecords: 15, totalLag: 35, retentionRiskSeconds: 0 },
    // Its group only commits: what it read besides, Kafka does not know.
    summary: /15 records were deleted before they were committed/,
  },
  "beyond the end": {
    verdict: "inconclusive",
    observed: { beyondEnd: 1, totalLag: null },
    summary: /recreated or truncated/,
  },
  "a marker left": { verdict: "pass", oldest: null, observed: { totalLag: 1 } },
  "aborted records left": { verdict: "pass", oldest: null, observed: { totalLag: 4 } },
  "behind markers": { verdict: "pass", oldest: 10, observed: { totalLag: 9 } },
  "a hanging transaction": {
    verdict: "fail",
    oldest: 5,
    observed: { hangingTransactions: 1, totalLag: 5 },
    summary: /transaction open for more than 5 min holds back 1 partition/,
  },
  compacted: { verdict: "pass", oldest: 4, observed: { totalLag: 6 } },
};

/** Asking for times finds markers and aborted records as well, which no consumer gets: an age too high. Reading records passes over them. */
const TIMES_MISLEAD: readonly SceneName[] = ["a marker left", "aborted records left", "behind markers"];

/** What `kafka.consumer-lag` must say of the same logs and commits on every broker. */
export function kafkaContract(start: () => Promise<KafkaPlace>): void {
  describe("consumer lag", () => {
    let place: KafkaPlace;
    beforeAll(async () => {
      place = await start();
    });
    afterAll(() => place?.close());

    async function lag(
      scene: SceneName,
      args: object = {},
      fail: string | null = null,
    ): Promise<[CheckResult, Observed]> {
      const given = { group: place.group(scene), topics: [place.topic(scene)], rateWindow: "0s", ...args };
      const result = await check(place, "kafka.consumer-lag", given, { expect: { fail, pass: null, warn: null } });
      expect(result.error).toBeNull();
      return [result, lagObserved.parse(result.observed)];
    }

    /** Age of the record at an offset when the ends were read. */
    const ageSeconds = (offset: number, atMs: number) => (atMs - place.firstMs) / 1_000 - offset;

    test.each(Object.keys(scenes) as SceneName[])("%s", async (scene) => {
      const { verdict, oldest, observed = {}, summary } = expectations[scene];
      for (const seconds of ["records", "bisect"] as const) {
        const [result, seen] = await lag(scene, { seconds });
        expect(seen).toMatchObject(observed);
        if (seconds === "bisect" && TIMES_MISLEAD.includes(scene)) continue;
        expect(result.verdict).toBe(verdict);
        if (summary !== undefined) expect(result.summary).toMatch(summary);
        const expected = typeof oldest === "number" ? ageSeconds(oldest, result.sampledAtMs) : oldest;
        if (typeof expected === "number") {
          expect(Math.abs((seen.maxLagSeconds ?? Number.NaN) - expected)).toBeLessThan(
            seconds === "records" ? 0.01 : 1,
          );
        } else expect(seen.maxLagSeconds).toBe(expected === null ? 0 : null);
      }
    });

    test.each(Object.keys(scenes) as SceneName[])("%s: every partition's offsets", async (scene) => {
      const [, seen] = await lag(scene);
      const made: readonly ScenePartition[] = scenes[scene].partitions;
      const rows = [...seen.partitions].sort((a, b) => a.partition - b.partition);
      expect(rows.map(({ topic }) => topic)).toEqual(made.map(() => place.topic(scene)));
      expect(rows).toMatchObject(
        made.map((partition, index) => {
          const { end, lastStable } = endsOf(partition);
          const { committed, deletedBefore = 0 } = partition;
          return {
            partition: index,
            logStartOffset: deletedBefore,
            committedOffset: committed,
            lastStableOffset: lastStable,
            highWatermark: end,
          };
        }),
      );
    });

    test("without topics: those that the group has commits for", async () => {
      const [named] = await lag("behind");
      const [found] = await lag("behind", { topics: "" });
      const offsets = ({ observed }: CheckResult) =>
        lagObserved
          .parse(observed)
          .partitions.map(({ topic, partition, committedOffset, highWatermark, lag: records }) => ({
            topic,
            partition,
            committedOffset,
            highWatermark,
            records,
          }));
      expect(offsets(found)).toEqual(offsets(named));
    });

    test("a check's own limit decides, except over what is lost, hangs or cannot be seen", async () => {
      expect((await lag("behind", {}, "maxLagSeconds > 60"))[0].verdict).toBe("fail");
      expect((await lag("behind", {}, "totalLag > 30"))[0].verdict).toBe("pass");
      expect((await lag("deleted unread", {}, "totalLag > 100"))[0].verdict).toBe("fail");
      expect((await lag("a hanging transaction", {}, "totalLag > 100"))[0].verdict).toBe("fail");
      expect((await lag("no commit", {}, "totalLag > 100"))[0].verdict).toBe("inconclusive");
      expect((await lag("beyond the end", {}, "maxLagSeconds > 1"))[0].verdict).toBe("inconclusive");
    });

    test("a group that nobody knows", async () => {
      const [result, seen] = await lag("behind", { group: "nobody-knows-it", topics: "" });
      expect(result).toMatchObject({ verdict: "inconclusive", summary: expect.stringContaining("no such group") });
      expect(seen).toMatchObject({ groupExists: false, groupState: "Dead", totalLag: null, maxLagSeconds: null });
      const [named] = await lag("behind", { group: "nobody-knows-it" }, "maxLagSeconds > 300");
      expect(named.verdict).toBe("inconclusive");
    });

    test("a topic that is not there", async () => {
      const args = { group: place.group("behind"), topics: "no-such-topic", rateWindow: "0s" };
      const result = await check(place, "kafka.consumer-lag", args);
      expect(result).toMatchObject({ verdict: "error", error: { code: "not-found" } });
      expect(result.summary).toContain("no topic no-such-topic");
    });

    test("by times alone, a marker that is left is no lag that could be told", async () => {
      // A real broker stamps a marker when the transaction ends: it is as young as the scene.
      const [result, seen] = await lag("a marker left", { seconds: "bisect" }, "maxLagSeconds > 0");
      expect(result).toMatchObject({
        verdict: "inconclusive",
        summary: expect.stringContaining("transaction's marker"),
      });
      expect(seen.totalLag).toBe(1);
      const [read] = await lag("a marker left", { seconds: "records" }, "maxLagSeconds > 0");
      expect(read.verdict).toBe("pass");
    });

    test("nobody writes, nobody reads: no rates, and no end in sight", async () => {
      const [, seen] = await lag("behind", { rateWindow: "300ms", ratesFrom: "0s" });
      expect(seen).toMatchObject({
        producedPerSecond: 0,
        // Nobody joins this group: its commits may come at any time.
        consumedPerSecond: null,
        advancing: false,
        catchUpSeconds: null,
      });
    });
  });
}
