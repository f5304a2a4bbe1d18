import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { lagObserved } from "../../../src/probes/kafka/lag-observed.ts";
import { kafkaContract, type KafkaPlace } from "../../contract/kafka-contract.ts";
import { type SceneName, scenes } from "../../contract/kafka-scenes.ts";
import { check } from "../../contract/probes-world.ts";
import { describeGroup } from "../streaming/kafka/kafka-tools.ts";
import { realScenes } from "../streaming/kafka/make-scenes.ts";
import { brokerState } from "../streaming/kafka/broker-state.ts";
import { kafkaFromInjected } from "../streaming/kafka-from-injected.ts";

describe.skipIf(inject("streaming") === null)("a real broker", () => {
  kafkaContract(() => realScenes(kafkaFromInjected().plain));

  describe("beside the reference tool", () => {
    let place: KafkaPlace;
    const { plain } = kafkaFromInjected();
    beforeAll(async () => {
      place = await realScenes(plain);
    });
    afterAll(() => place?.close());

    const look = (scene: SceneName) =>
      check(place, "kafka.consumer-lag", {
        group: place.group(scene),
        topics: place.topic(scene),
        rateWindow: "0s",
      });

    test.each(Object.keys(scenes) as SceneName[])("%s: each partition's numbers", async (scene) => {
      const rows = await describeGroup(plain, place.group(scene));
      const { partitions } = lagObserved.parse((await look(scene)).observed);
      // The tool leaves out what has no commit while nobody is in the group; a commit beyond the end it counts as a negative lag.
      const ours = partitions
        .filter(({ committedOffset }) => committedOffset !== null)
        .map(({ partition, committedOffset, highWatermark, lag }) => ({
          topic: place.topic(scene),
          partition,
          current: committedOffset,
          end: highWatermark,
          lag: scene === "beyond the end" ? (highWatermark ?? 0) - (committedOffset ?? 0) : lag,
        }));
      expect(ours.length).toBeGreaterThan(0);
      expect(ours.sort((a, b) => a.partition - b.partition)).toEqual(
        [...rows].sort((a, b) => a.partition - b.partition),
      );
    });

    test("it joins no group, commits nothing and creates nothing", async () => {
      const mark = place.topic("behind").split("-").at(-1) ?? "";
      const before = await brokerState(plain, mark);
      for (const scene of Object.keys(scenes) as SceneName[]) await look(scene);
      const known = place.group("behind");
      for (const args of [
        { group: `never-heard-of-${mark}`, topics: `never-created-${mark}` },
        { group: `never-heard-of-${mark}` },
        { group: known, topics: `never-created-${mark}` },
        { group: known, seconds: "bisect", rateWindow: "200ms", ratesFrom: "0s" },
      ])
        await check(place, "kafka.consumer-lag", args);
      const after = await brokerState(plain, mark);
      expect(before.groups.length).toBeGreaterThanOrEqual(Object.keys(scenes).length);
      expect(after).toEqual(before);
    });
  });
});
