import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { waitUntil } from "../process/wait-until.ts";
import type { Ended } from "../run/bigops-process.ts";
import { digestOf, proposalOf } from "../run/changes.ts";
import { labPlace, type LabPlace } from "../streaming/flink/flink-lab-place.ts";
import { describeGroup } from "../streaming/kafka/kafka-tools.ts";
import { kafkaFromInjected } from "../streaming/kafka-from-injected.ts";
import { compileDeployed, deployedJar } from "../streaming/run/deployed-jar.ts";
import { flinkJobs, flinkRest } from "../streaming/run/flink-rest.ts";
import { oldTopics, type OldTopics } from "../streaming/run/old-records.ts";
import { openStreamingScene, type StreamingScene } from "../streaming/run/streaming-scene.ts";
import "../streaming/injected.ts";

describe.skipIf(inject("streaming") === null)(
  "a change that a run of streaming-lag makes",
  { concurrent: true },
  () => {
    const broker = kafkaFromInjected().plain;
    const mark = `change-${randomBytes(4).toString("hex")}`;
    let place: LabPlace;
    let topics: OldTopics;
    const scenes: StreamingScene[] = [];

    beforeAll(async () => {
      [place, topics] = await Promise.all([labPlace({ scheduler: "default", slots: 8 }, null), oldTopics(broker)]);
      await compileDeployed(place.cluster.folder, place.cluster.jar);
    });
    afterAll(async () => {
      for (const { close } of scenes) close();
      await topics?.close();
      await place?.close();
    });

    /** A topic, a job that reads it with a group of its own, and a person's machine that knows the job's jar; all of one name. */
    async function deploy(name: string, partitions: number, args: readonly string[] = []) {
      const topic = `${name}-${mark}`;
      await topics.create(topic, partitions);
      const reads = ["--brokers", broker, "--topic", topic, "--group", topic, ...args];
      const { folder, jar: labJar, url: flinkUrl } = place.cluster;
      const jar = await deployedJar(folder, labJar, name, reads);
      const scene = await openStreamingScene({ broker, flinkUrl, jar });
      scenes.push(scene);
      return {
        topic,
        start: (configuration: Readonly<Record<string, string>> = {}) => place.submit(name, reads, configuration),
        run: (more: Readonly<Record<string, string>> = {}) => scene.run({ job: name, group: topic, ...more }),
        bigops: scene.bigops,
        jobs: async () => (await flinkJobs(flinkUrl)).filter((job) => job.name === name),
        unread: async () => (await describeGroup(broker, topic)).reduce((sum, { lag }) => sum + (lag ?? 0), 0),
      };
    }
    type Deployed = Awaited<ReturnType<typeof deploy>>;

    /** Runs until this is proposed first: a fault needs some seconds to be seen. */
    async function proposed(
      { run }: Deployed,
      proposal: string,
      more?: Readonly<Record<string, string>>,
    ): Promise<Ended> {
      const deadline = performance.now() + 40_000;
      for (;;) {
        const ended = await run(more);
        if (ended.document.proposals[0]?.id !== proposal && performance.now() < deadline) continue;
        const { exitCode, document } = ended;
        const checks = JSON.stringify(document.checks.map(({ id, verdict, summary }) => [id, verdict, summary]));
        expect([exitCode, document.outcome, document.proposals[0]?.id], checks).toEqual([
          4,
          "awaiting-approval",
          proposal,
        ]);
        return ended;
      }
    }

    async function approved({ bigops }: Deployed, { document }: Ended, proposal: string): Promise<Ended> {
      const ended = await bigops(["resume", document.run.id, "--approve", digestOf(document, proposal)]);
      const { status, reason } = proposalOf(ended.document, proposal);
      expect([status, ended.exitCode, ended.document.outcome], String(reason)).toEqual(["verified", 0, "resolved"]);
      return ended;
    }

    const undone = async ({ bigops }: Deployed, { document }: Ended, proposal: string): Promise<Ended> => {
      const asked = await bigops(["undo", document.run.id]);
      expect([asked.exitCode, asked.document.outcome]).toEqual([4, "awaiting-approval"]);
      const digest = digestOf(asked.document, `undo-${proposal}`);
      const ended = await bigops(["undo", document.run.id, "--approve", digest]);
      const { status, reason } = proposalOf(ended.document, `undo-${proposal}`);
      expect([proposalOf(ended.document, proposal).status, status], String(reason)).toEqual(["undone", "verified"]);
      return ended;
    };

    const running = async ({ jobs }: Deployed) => (await jobs()).filter(({ state }) => state === "RUNNING");
    const rest = (path: string) => flinkRest(place.cluster.url, path);
    async function only<T>(found: Promise<readonly T[]>): Promise<T> {
      const [one, ...more] = await found;
      if (one === undefined || more.length > 0) throw new Error(`there should be one, not ${more.length}`);
      return one;
    }
    const restoredPath = async (id: string) => {
      const { latest } = (await rest(`/jobs/${id}/checkpoints`)) as {
        readonly latest: { readonly restored: { readonly external_path: string } | null };
      };
      return latest.restored?.external_path;
    };

    test("start-job: from its newest checkpoint, once, whatever is approved again; undone by a stop", async () => {
      const deployed = await deploy("cancelled-job", 1);
      const { topic, start, unread, jobs, bigops } = deployed;
      await topics.write({ topic, records: 50 });
      const first = await start();
      await waitUntil(
        "the commit",
        async () => (await unread()) === 0 && (await describeGroup(broker, topic)).length > 0,
      );
      await place.cancel(first);
      await topics.write({ topic, records: 50 });
      expect(await unread()).toBe(50);

      const asked = await proposed(deployed, "start-job");
      expect(await jobs()).toHaveLength(1);
      const applied = await approved(deployed, asked, "start-job");
      const { jid } = await only(running(deployed));
      // Its id stood in the plan before anything was sent.
      expect(proposalOf(asked.document, "start-job").plan.target.uid).toBe(jid);
      expect(await restoredPath(jid)).toContain(`/checkpoints/${first}/chk-`);
      expect(await unread()).toBe(0);

      await bigops(["resume", asked.document.run.id, "--approve", digestOf(asked.document, "start-job")]);
      expect((await jobs()).map((job) => job.jid).sort()).toEqual([first, jid].sort());

      await undone(deployed, applied, "start-job");
      expect(await running(deployed)).toEqual([]);
    });

    test("increase-parallelism: stopped with a savepoint and run from it on two subtasks; undone to one", async () => {
      const deployed = await deploy("slow-map", 2, ["--sleepMs", "20"]);
      const { topic, start, unread } = deployed;
      for (const partition of [0, 1]) await topics.write({ topic, partition, records: 1_500, bytes: 20_000 });
      const first = await start();
      await waitUntil("a commit", async () => (await describeGroup(broker, topic)).length === 2);
      const asked = await proposed(deployed, "increase-parallelism");
      const applied = await approved(deployed, asked, "increase-parallelism");
      const { jid } = await only(running(deployed));
      expect(jid).not.toBe(first);
      expect(await restoredPath(jid)).toContain("/savepoints/savepoint-");
      expect(await parallelism(jid)).toEqual([2, 2, 2]);
      expect(await unread()).toBe(0);

      await undone(deployed, applied, "increase-parallelism");
      expect(await parallelism((await only(running(deployed))).jid)).toEqual([1, 1, 1]);
    });

    test("relax-checkpoints: half as often, with twice the time; undone to what it was", async () => {
      const deployed = await deploy("slow-checkpoints", 1, ["--checkpointSleepMs", "3000"]);
      const { topic, start } = deployed;
      await topics.write({ topic, records: 20 });
      const stop = topics.trickle(topic, 5);
      const first = await start({
        "execution.checkpointing.tolerable-failed-checkpoints": "1000",
        "execution.checkpointing.timeout": "5s",
        "execution.checkpointing.interval": "15s",
      });
      expect(await configOf(first)).toEqual({ interval: 15_000, timeout: 5_000 });
      const asked = await proposed(deployed, "relax-checkpoints");
      stop();
      // A savepoint behind a checkpoint of 3 s would take 6 s, and it may take 5: it is made between two.
      const before = await completed(first);
      await waitUntil("a checkpoint to end", async () => (await completed(first)) > before, { timeoutMs: 40_000 });
      const applied = await approved(deployed, asked, "relax-checkpoints");
      const { jid } = await only(running(deployed));
      expect(await configOf(jid)).toEqual({ interval: 30_000, timeout: 10_000 });
      expect(await restoredPath(jid)).toContain("/savepoints/savepoint-");

      await undone(deployed, applied, "relax-checkpoints");
      expect(await configOf((await only(running(deployed))).jid)).toEqual({ interval: 15_000, timeout: 5_000 });
    });

    async function parallelism(id: string): Promise<readonly number[]> {
      const { vertices } = (await rest(`/jobs/${id}`)) as {
        readonly vertices: readonly { readonly parallelism: number }[];
      };
      return vertices.map((vertex) => vertex.parallelism);
    }

    async function completed(id: string): Promise<number> {
      const { counts } = (await rest(`/jobs/${id}/checkpoints`)) as { readonly counts: { readonly completed: number } };
      return counts.completed;
    }

    async function configOf(id: string) {
      const { interval, timeout } = (await rest(`/jobs/${id}/checkpoints/config`)) as Record<string, number>;
      return { interval, timeout };
    }
  },
);
