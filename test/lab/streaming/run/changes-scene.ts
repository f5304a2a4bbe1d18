import { randomBytes } from "node:crypto";
import { expect } from "vitest";
import type { Ended } from "../../run/bigops-process.ts";
import { digestOf, proposalOf } from "../../run/changes.ts";
import { labPlace } from "../flink/flink-lab-place.ts";
import type { FlinkOptions } from "../flink/flink-config.ts";
import { describeGroup } from "../kafka/kafka-tools.ts";
import { compileDeployed, deployedJar } from "./deployed-jar.ts";
import { flinkJobs, flinkRest } from "./flink-rest.ts";
import { oldTopics } from "./old-records.ts";
import { openStreamingScene, type StreamingPlace, type StreamingScene } from "./streaming-scene.ts";

export type ChangesScene = Awaited<ReturnType<typeof openChanges>>;
export type Deployed = Awaited<ReturnType<ChangesScene["deploy"]>>;
/** A person's machine that knows the job's jar. */
export type Machine = Awaited<ReturnType<Deployed["colleague"]>>;

/** A Flink of a suite's own, on which whole runs of streaming-lag change jobs that read topics of their own. */
export async function openChanges(broker: string, options: FlinkOptions) {
  const mark = `change-${randomBytes(4).toString("hex")}`;
  const [place, topics] = await Promise.all([labPlace(options, null), oldTopics(broker)]);
  await compileDeployed(place.cluster.folder, place.cluster.jar);
  const scenes: StreamingScene[] = [];
  const rest = (path: string) => flinkRest(place.cluster.url, path);

  /**
   * A topic, a job that reads it with a group of its own, and a person's machine that knows the job's jar; all of one name. `reached`: what that machine
   * sees otherwise, as a Flink by another road.
   */
  async function deploy(
    name: string,
    partitions: number,
    args: readonly string[] = [],
    reached: Partial<Pick<StreamingPlace, "flinkUrl" | "kubeconfig">> = {},
  ) {
    const topic = `${name}-${mark}`;
    await topics.create(topic, partitions);
    const reads = ["--brokers", broker, "--topic", topic, "--group", topic, ...args];
    const { folder, jar: labJar, url: flinkUrl } = place.cluster;
    const jar = await deployedJar(folder, labJar, name, reads);
    const machine = async () => {
      const scene = await openStreamingScene({ broker, flinkUrl, jar, ...reached });
      scenes.push(scene);
      return {
        run: (more: Readonly<Record<string, string>> = {}, args: readonly string[] = []) =>
          scene.run({ job: name, group: topic, ...more }, args),
        bigops: scene.bigops,
        begin: scene.begin,
        home: scene.home,
      };
    };
    const jobs = async () => (await flinkJobs(flinkUrl)).filter((job) => job.name === name);
    return {
      topic,
      start: (configuration: Readonly<Record<string, string>> = {}) => place.submit(name, reads, configuration),
      ...(await machine()),
      /** Another person's machine that reaches the same. */
      colleague: machine,
      jobs,
      running: async () => (await jobs()).filter(({ state }) => state === "RUNNING"),
      unread: async () => (await describeGroup(broker, topic)).reduce((sum, { lag }) => sum + (lag ?? 0), 0),
    };
  }

  return {
    place,
    topics,
    deploy,
    rest,
    async parallelism(id: string): Promise<readonly number[]> {
      const { vertices } = (await rest(`/jobs/${id}`)) as {
        readonly vertices: readonly { readonly parallelism: number }[];
      };
      return vertices.map((vertex) => vertex.parallelism);
    },
    close: async () => {
      for (const { close } of scenes) close();
      await topics.close();
      await place.close();
    },
  };
}

/** Runs until this is proposed first: a fault needs some seconds to be seen. */
export async function proposed(
  { run }: Pick<Machine, "run">,
  proposal: string,
  more?: Readonly<Record<string, string>>,
): Promise<Ended> {
  const deadline = performance.now() + 40_000;
  for (;;) {
    const ended = await run(more);
    if (ended.document.proposals[0]?.id !== proposal && performance.now() < deadline) continue;
    const { exitCode, document } = ended;
    const checks = JSON.stringify(document.checks.map(({ id, verdict, summary }) => [id, verdict, summary]));
    expect([exitCode, document.outcome, document.proposals[0]?.id], checks).toEqual([4, "awaiting-approval", proposal]);
    return ended;
  }
}

export async function approved({ bigops }: Machine, { document }: Ended, proposal: string): Promise<Ended> {
  const ended = await bigops(["resume", document.run.id, "--approve", digestOf(document, proposal)]);
  const { status, reason } = proposalOf(ended.document, proposal);
  expect([status, ended.exitCode, ended.document.outcome], String(reason)).toEqual(["verified", 0, "resolved"]);
  return ended;
}

export async function undone({ bigops }: Machine, { document }: Ended, proposal: string): Promise<Ended> {
  const asked = await bigops(["undo", document.run.id]);
  expect([asked.exitCode, asked.document.outcome]).toEqual([4, "awaiting-approval"]);
  const digest = digestOf(asked.document, `undo-${proposal}`);
  const ended = await bigops(["undo", document.run.id, "--approve", digest]);
  const { status, reason } = proposalOf(ended.document, `undo-${proposal}`);
  expect([proposalOf(ended.document, proposal).status, status], String(reason)).toEqual(["undone", "verified"]);
  return ended;
}

export async function only<T>(found: Promise<readonly T[]>): Promise<T> {
  const [one, ...more] = await found;
  if (one === undefined || more.length > 0) throw new Error(`there should be one, not ${more.length}`);
  return one;
}
