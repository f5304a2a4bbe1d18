import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { waitUntil } from "../process/wait-until.ts";
import { digestOf, proposalOf } from "../run/changes.ts";
import { describeGroup } from "../streaming/kafka/kafka-tools.ts";
import { kafkaFromInjected } from "../streaming/kafka-from-injected.ts";
import { approved, only, openChanges, proposed, undone, type ChangesScene } from "../streaming/run/changes-scene.ts";
import "../streaming/injected.ts";

describe.skipIf(inject("streaming") === null)(
  "a change that a run of streaming-lag makes",
  { concurrent: true },
  () => {
    const broker = kafkaFromInjected().plain;
    let scene: ChangesScene;

    beforeAll(async () => {
      scene = await openChanges(broker, { scheduler: "default", slots: 8 });
    });
    afterAll(() => scene?.close());

    const restoredPath = async (id: string) => {
      const { latest } = (await scene.rest(`/jobs/${id}/checkpoints`)) as {
        readonly latest: { readonly restored: { readonly external_path: string } | null };
      };
      return latest.restored?.external_path;
    };

    test("start-job: from its newest checkpoint, once, whatever is approved again; undone by a stop", async () => {
      const deployed = await scene.deploy("cancelled-job", 1);
      const { topic, start, unread, jobs, bigops } = deployed;
      await scene.topics.write({ topic, records: 50 });
      const first = await start();
      await waitUntil(
        "the commit",
        async () => (await unread()) === 0 && (await describeGroup(broker, topic)).length > 0,
      );
      await scene.place.cancel(first);
      await scene.topics.write({ topic, records: 50 });
      expect(await unread()).toBe(50);

      const asked = await proposed(deployed, "start-job");
      expect(await jobs()).toHaveLength(1);
      const applied = await approved(deployed, asked, "start-job");
      const { jid } = await only(deployed.running());
      // Its id stood in the plan before anything was sent.
      expect(proposalOf(asked.document, "start-job").plan.target.uid).toBe(jid);
      expect(await restoredPath(jid)).toContain(`/checkpoints/${first}/chk-`);
      expect(await unread()).toBe(0);

      await bigops(["resume", asked.document.run.id, "--approve", digestOf(asked.document, "start-job")]);
      expect((await jobs()).map((job) => job.jid).sort()).toEqual([first, jid].sort());

      await undone(deployed, applied, "start-job");
      expect(await deployed.running()).toEqual([]);
    });

    test("increase-parallelism: stopped with a savepoint and run from it on two subtasks; undone to one", async () => {
      const deployed = await scene.deploy("slow-map", 2, ["--sleepMs", "20"]);
      const { topic, start, unread } = deployed;
      for (const partition of [0, 1]) await scene.topics.write({ topic, partition, records: 1_500, bytes: 20_000 });
      const first = await start();
      await waitUntil("a commit", async () => (await describeGroup(broker, topic)).length === 2);
      const asked = await proposed(deployed, "increase-parallelism");
      const applied = await approved(deployed, asked, "increase-parallelism");
      const { jid } = await only(deployed.running());
      expect(jid).not.toBe(first);
      expect(await restoredPath(jid)).toContain("/savepoints/savepoint-");
      expect(await scene.parallelism(jid)).toEqual([2, 2, 2]);
      expect(await unread()).toBe(0);

      await undone(deployed, applied, "increase-parallelism");
      expect(await scene.parallelism((await only(deployed.running())).jid)).toEqual([1, 1, 1]);
    });

    test("relax-checkpoints: half as often, with twice the time; undone to what it was", async () => {
      const deployed = await scene.deploy("slow-checkpoints", 1, ["--checkpointSleepMs", "3000"]);
      const { topic, start } = deployed;
      await scene.topics.write({ topic, records: 20 });
      const stop = scene.topics.trickle(topic, 5);
      const first = await start({
        "execution.checkpointing.tolerable-failed-checkpoints": "1000",
        "execution.checkpointing.timeout": "5s",
        "execution.checkpointing.interval": "15s",
        // Of this job alone: the cluster's own is to keep none.
        "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
        "execution.checkpointing.max-concurrent-checkpoints": "2",
      });
      const kept = { max_concurrent: 2, externalization: { enabled: true, delete_on_cancellation: false } };
      expect(await configOf(first)).toEqual({ interval: 15_000, timeout: 5_000, ...kept });
      const asked = await proposed(deployed, "relax-checkpoints");
      stop();
      // A savepoint behind a checkpoint of 3 s would take 6 s, and it may take 5: it is made between two.
      const before = await completed(first);
      await waitUntil("a checkpoint to end", async () => (await completed(first)) > before, { timeoutMs: 40_000 });
      const applied = await approved(deployed, asked, "relax-checkpoints");
      const { jid } = await only(deployed.running());
      expect(await configOf(jid)).toEqual({ interval: 30_000, timeout: 10_000, ...kept });
      expect(await restoredPath(jid)).toContain("/savepoints/savepoint-");

      await undone(deployed, applied, "relax-checkpoints");
      expect(await configOf((await only(deployed.running())).jid)).toEqual({
        interval: 15_000,
        timeout: 5_000,
        ...kept,
      });
    });

    async function completed(id: string): Promise<number> {
      const { counts } = (await scene.rest(`/jobs/${id}/checkpoints`)) as {
        readonly counts: { readonly completed: number };
      };
      return counts.completed;
    }

    async function configOf(id: string) {
      const { interval, timeout, max_concurrent, externalization } = (await scene.rest(
        `/jobs/${id}/checkpoints/config`,
      )) as Readonly<Record<string, unknown>>;
      return { interval, timeout, max_concurrent, externalization };
    }
  },
);
