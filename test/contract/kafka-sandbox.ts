import { openDoors } from "../../src/clients/open-doors.ts";
import { bareEnvironment } from "../../src/core/environment/environment.ts";
import { createKafkaServer } from "../../src/sandbox/kafka/kafka-server.ts";
import type { KafkaPartition, KafkaState, KafkaTransaction } from "../../src/sandbox/kafka/kafka-state.ts";
import { byName, groupOf, topicOf } from "../sandbox/kafka/straight-log.ts";
import type { KafkaPlace } from "./kafka-contract.ts";
import { endsOf, FIRST_AGE_SECONDS, type Scene, type SceneName, type ScenePartition, scenes } from "./kafka-scenes.ts";

const NOW_MS = Date.parse("2026-11-22T03:09:30Z");

/** The scenes on the embedded brokers, two of them; their clock stands still. */
export async function sandboxKafka(): Promise<KafkaPlace> {
  const firstMs = NOW_MS - FIRST_AGE_SECONDS * 1_000;
  const names = Object.keys(scenes) as SceneName[];
  const nameOf = (scene: SceneName) => scene.replaceAll(" ", "-");
  const state: KafkaState = {
    clusterId: "scenes",
    brokers: [{ id: 1 }, { id: 2 }],
    topics: byName(
      ...names.map((name) => {
        const { partitions, configs = {} }: Scene = scenes[name];
        const logs = partitions.map((partition, index) => logOf(partition, firstMs, 1 + (index % 2)));
        return topicOf(nameOf(name), logs, { "retention.ms": "-1", ...configs });
      }),
    ),
    groups: byName(
      ...names.map((name) => {
        const { partitions }: Scene = scenes[name];
        const committed = partitions.flatMap((partition, index) =>
          partition.committed === null ? [] : [[`${nameOf(name)}/${index}`, partition.committed] as const],
        );
        return groupOf(`group-${nameOf(name)}`, Object.fromEntries(committed), { protocolType: "" });
      }),
    ),
  };
  const server = createKafkaServer({ state, now: () => NOW_MS });
  const doors = openDoors(
    { ...bareEnvironment("sandbox"), kafka: { brokers: [...(await server.listen())] } },
    { env: {} },
  );
  return {
    doors,
    now: () => NOW_MS,
    firstMs,
    topic: nameOf,
    group: (scene) => `group-${nameOf(scene)}`,
    close: async () => {
      await doors.close();
      await server.close();
    },
  };
}

function logOf(partition: ScenePartition, firstMs: number, leader: number): KafkaPartition {
  const { end, lastStable } = endsOf(partition);
  const { deletedBefore = 0 } = partition;
  const transactions = transactionsOf(partition);
  return {
    leader: () => leader,
    logStartOffset: () => deletedBefore,
    highWatermark: () => end,
    lastStableOffset: () => lastStable,
    timestampOf: (offset) => firstMs + offset * 1_000,
    firstOffsetSince: (timestampMs) => Math.max(0, Math.ceil((timestampMs - firstMs) / 1_000)),
    transactions: (from, to) =>
      transactions.filter(
        ({ firstOffset, endOffset, marker }) => firstOffset < to && (marker?.offset ?? endOffset) >= from,
      ),
  };
}

function transactionsOf({ log }: ScenePartition): readonly KafkaTransaction[] {
  let at = 0;
  const found: KafkaTransaction[] = [];
  for (const [index, { records, transaction }] of log.entries()) {
    const [firstOffset, endOffset] = [at, at + records];
    at = endOffset;
    if (transaction === undefined) continue;
    const own = { producerId: 1_000 + index, firstOffset, endOffset };
    if (transaction === "open") found.push(own);
    else found.push({ ...own, marker: { offset: at++, outcome: transaction } });
  }
  return found;
}
