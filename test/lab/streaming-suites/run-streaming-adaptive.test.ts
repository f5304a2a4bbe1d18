import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { waitUntil } from "../process/wait-until.ts";
import { digestOf, proposalOf } from "../run/changes.ts";
import { describeGroup } from "../streaming/kafka/kafka-tools.ts";
import { kafkaFromInjected } from "../streaming/kafka-from-injected.ts";
import { approved, only, openChanges, proposed, undone, type ChangesScene } from "../streaming/run/changes-scene.ts";
import "../streaming/injected.ts";

describe.skipIf(inject("streaming") === null)("streaming-lag on a Flink with the adaptive scheduler", () => {
  const broker = kafkaFromInjected().plain;
  let scene: ChangesScene;

  beforeAll(async () => {
    scene = await openChanges(broker, { scheduler: "adaptive", slots: 4 });
  });
  afterAll(() => scene?.close());

  test("increase-parallelism: the same job on two subtasks, without a stop; undone to one", async () => {
    const deployed = await scene.deploy("slow-map", 2, ["--sleepMs", "20"]);
    for (const partition of [0, 1])
      await scene.topics.write({ topic: deployed.topic, partition, records: 1_500, bytes: 20_000 });
    const first = await deployed.start();
    await waitUntil("a commit", async () => (await describeGroup(broker, deployed.topic)).length === 2);
    const asked = await proposed(deployed, "increase-parallelism");
    expect(proposalOf(asked.document, "increase-parallelism").plan.writes.map(({ method }) => method)).toEqual(["PUT"]);
    const applied = await approved(deployed, asked, "increase-parallelism");
    expect((await only(deployed.jobs())).jid).toBe(first);
    expect(await scene.parallelism(first)).toEqual([2, 2, 2]);

    await undone(deployed, applied, "increase-parallelism");
    await waitUntil("one subtask again", async () => (await scene.parallelism(first)).every((each) => each === 1));
    expect((await only(deployed.jobs())).jid).toBe(first);
    await scene.place.cancel(first);
  });

  test("relax-checkpoints where no savepoint can be written: Flink says no, the job goes on, and that is known", async () => {
    const deployed = await scene.deploy("slow-checkpoints", 1, ["--checkpointSleepMs", "3000"]);
    await scene.topics.write({ topic: deployed.topic, records: 20 });
    const stop = scene.topics.trickle(deployed.topic, 5);
    const first = await deployed.start({
      "execution.checkpointing.tolerable-failed-checkpoints": "1000",
      "execution.checkpointing.timeout": "5s",
      "execution.checkpointing.interval": "15s",
    });
    const asked = await proposed(deployed, "relax-checkpoints");
    stop();
    const folder = join(scene.place.cluster.folder, "savepoints");
    await rename(folder, `${folder}-away`).catch(() => undefined);
    await writeFile(folder, "no folder any more");
    const ended = await deployed.bigops([
      "resume",
      asked.document.run.id,
      "--approve",
      digestOf(asked.document, "relax-checkpoints"),
    ]);
    const { status, reason, applied } = proposalOf(ended.document, "relax-checkpoints");
    // The other proposal, to look at the state's size, is still open.
    expect([status, applied, ended.exitCode], String(reason)).toEqual(["rejected", null, 4]);
    expect(reason).toMatch(/^job slow-checkpoints goes on: its savepoint failed: /);
    expect((await only(deployed.running())).jid).toBe(first);
  });
});
