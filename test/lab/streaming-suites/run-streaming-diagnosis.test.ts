import { readdir, readFile, rename, writeFile } from "node:fs/promises";
import { randomBytes } from "node:crypto";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { startAlertmanager, type LabAlertmanager } from "../alertmanager/start-alertmanager.ts";
import type { PreflightDocument } from "../../../src/core/preflight/preflight-document.ts";
import { shippedRunbooks } from "../prometheus/shipped-checks.ts";
import { checkOf, told, verdictsOf } from "../run/told.ts";
import { waitUntil } from "../process/wait-until.ts";
import { startPrometheus, type LabPrometheus } from "../prometheus/start-prometheus.ts";
import { labPlace, type LabPlace } from "../streaming/flink/flink-lab-place.ts";
import { brokerState } from "../streaming/kafka/broker-state.ts";
import { commitOffset } from "../streaming/kafka/commit-offset.ts";
import { describeGroup } from "../streaming/kafka/kafka-tools.ts";
import { kafkaFromInjected } from "../streaming/kafka-from-injected.ts";
import { flinkJobs, flinkRest } from "../streaming/run/flink-rest.ts";
import { oldTopics, RECORD_AGE_SECONDS, type OldTopics } from "../streaming/run/old-records.ts";
import { openStreamingScene, type StreamingScene } from "../streaming/run/streaming-scene.ts";
import "../streaming/injected.ts";

const USUAL_PER_SECOND = 40;
const TOLERANT = { "execution.checkpointing.tolerable-failed-checkpoints": "1000" };

describe.skipIf(inject("streaming") === null)("a whole run of streaming-lag", () => {
  const broker = kafkaFromInjected().plain;
  /** In all names of topics and groups: other suites use the broker too. */
  const mark = `run-${randomBytes(4).toString("hex")}`;
  const named = (name: string) => `${name}-${mark}`;
  const few = named("few");
  const many = named("many");
  const steady = named("steady");
  const spiking = named("spiking");
  let place: LabPlace;
  let prometheus: LabPrometheus;
  /** No alert fires there. */
  let alertmanager: LabAlertmanager;
  let topics: OldTopics;
  /** Without a Prometheus, nobody can tell whether the backlog shrinks. */
  let scene: StreamingScene;
  let withPrometheus: StreamingScene;
  const ids = new Map<string, string>();

  /** The lab's job that reads a topic, with a group and a name of its own. */
  async function submit(
    name: string,
    topic: string,
    args: readonly string[] = [],
    configuration: Readonly<Record<string, string>> = {},
    parallelism = 1,
  ): Promise<void> {
    const reads = ["--brokers", broker, "--topic", topic, "--group", named(name)];
    ids.set(name, await place.submit(name, [...reads, ...args], configuration, parallelism));
  }
  const idOf = (name: string) => ids.get(name) ?? "";
  const rest = (path: string) => flinkRest(place.cluster.url, path);
  const diagnosis = (name: string, more: Readonly<Record<string, string>> = {}, from = scene) =>
    from.run({ job: name, group: named(name), topics: "", ...more }, ["--dry-run"]);
  /** What a person would read, without its line breaks. */
  async function onScreen(name: string) {
    const { document } = await scene.run({ job: name, group: named(name), topics: "" }, [
      "--dry-run",
      "--output",
      "text=screen.txt",
    ]);
    const screen = await readFile(join(scene.home.cwd, "screen.txt"), "utf8");
    return { document, screen: screen.replaceAll(/\s+/g, " ") };
  }
  /** Runs until the story is told as expected: a fault needs some seconds to be seen. The last one is what the test fails with. */
  async function eventually(
    name: string,
    expected: object,
    more: Readonly<Record<string, string>> = {},
    from: StreamingScene = scene,
  ) {
    const deadline = performance.now() + 40_000;
    for (;;) {
      const { document } = await diagnosis(name, more, from);
      const story = told(document);
      const isSo = story.causes[0] === (expected as { causes: string[] }).causes[0];
      if (!isSo && performance.now() < deadline) continue;
      expect(
        story,
        JSON.stringify(document.checks.map(({ id, verdict, summary }) => [id, verdict, summary])),
      ).toMatchObject(expected);
      return document;
    }
  }
  const problem = { outcome: "problem", exitCode: 1 };

  beforeAll(async () => {
    [place, prometheus, alertmanager, topics] = await Promise.all([
      labPlace({ scheduler: "default", slots: 12 }, null),
      startPrometheus({ counters: [streamWrites], historySeconds: 1_500, historyStepSeconds: 1 }),
      startAlertmanager(),
      oldTopics(broker),
    ]);
    await Promise.all([few, steady].map((topic) => topics.create(topic)));
    await topics.create(many, 2);
    await topics.create(spiking);
    await Promise.all([
      topics.write({ topic: few, records: 100 }),
      topics.write({ topic: steady, records: 20 }),
      ...[0, 1].map((partition) => topics.write({ topic: many, partition, records: 2_000, bytes: 20_000 })),
    ]);
    await topics.write({ topic: spiking, records: 2_000, bytes: 20_000 });
    topics.trickle(steady, 5);
    topics.trickle(spiking, 3 * USUAL_PER_SECOND);
    const behind = ["cancelled", "failing", "no-slots", "stuck"];
    for (const name of behind) await commitOffset(broker, named(name), { topic: few, partition: 0, offset: 10 });
    for (const name of ["failing-checkpoints", "broken-storage"])
      await commitOffset(broker, named(name), { topic: steady, partition: 0, offset: 10 });
    for (const partition of [0, 1])
      for (const name of ["slow-map", "skewed"])
        await commitOffset(broker, named(name), { topic: many, partition, offset: 1 });
    await commitOffset(broker, named("spike"), { topic: spiking, partition: 0, offset: 1 });
    await submit("zipline-streaming", few);
    await submit("cancelled", few, ["--sleepMs", "1000"]);
    await submit("failing", few, ["--failEvery", "30"]);
    await submit("slow-map", many, ["--sleepMs", "50"]);
    await submit("skewed", many, ["--sleepMs", "50", "--skew", "true"], {}, 3);
    await submit("spike", spiking, ["--sleepMs", "50"]);
    await submit("slow-checkpoints", steady, ["--checkpointSleepMs", "4000"], {
      ...TOLERANT,
      "execution.checkpointing.timeout": "6s",
    });
    await submit("failing-checkpoints", steady, ["--checkpointSleepMs", "8000"], {
      ...TOLERANT,
      "execution.checkpointing.timeout": "2s",
    });
    await submit("broken-storage", steady, [], TOLERANT);
    await place.cancel(idOf("cancelled"));
    const { url, jar } = place.cluster;
    scene = await openStreamingScene({ broker, flinkUrl: url, jar });
    const urls = { prometheusUrl: prometheus.url, alertmanagerUrl: alertmanager.url };
    withPrometheus = await openStreamingScene({ broker, flinkUrl: url, jar, ...urls });
    const folder = join(place.cluster.folder, "checkpoints", idOf("broken-storage"));
    await waitUntil("a checkpoint", async () => (await readdir(folder)).some((name) => name.startsWith("chk-")));
    await rename(folder, `${folder}-away`);
    await writeFile(folder, "no folder any more");
  });
  afterAll(async () => {
    scene?.close();
    withPrometheus?.close();
    await topics?.close();
    await Promise.all([place?.close(), prometheus?.close(), alertmanager?.close()]);
  });

  test("a job that keeps up is healthy", async () => {
    const group = named("zipline-streaming");
    await waitUntil("the commit", async () => (await describeGroup(broker, group))[0]?.lag === 0);
    await waitUntil(
      "every check to pass",
      async () => {
        const { exitCode, document } = await diagnosis("zipline-streaming", {}, withPrometheus);
        expect(verdictsOf(document, "pass")).toEqual(["job", "lag", "backpressure", "checkpoints", "input-rate"]);
        expect([exitCode, document.outcome]).toEqual([0, "healthy"]);
        expect(checkOf(document, "job").observed).toMatchObject({ jobId: idOf("zipline-streaming"), state: "RUNNING" });
        return true;
      },
      { timeoutMs: 40_000 },
    );
  });

  test("a job that was cancelled: start it; and a dry run changes nothing", async () => {
    const before = await everything();
    const document = await eventually("cancelled", {
      ...problem,
      symptoms: { job: "fail", lag: "fail" },
      causes: ["job-not-running"],
      proposals: ["start-job"],
    });
    expect(await everything()).toEqual(before);
    const [row] = await describeGroup(broker, named("cancelled"));
    expect(row).toMatchObject({ current: 10, end: 100, lag: 90 });
    const { observed } = checkOf(document, "lag");
    expect(observed).toMatchObject({ totalLag: row?.lag });
    expect(Math.abs(Number(observed["maxLagSeconds"]) - RECORD_AGE_SECONDS)).toBeLessThan(180);
  });

  test("a job that fails every 30 records: repair it", async () => {
    await eventually("failing", { ...problem, causes: ["job-failing"], proposals: ["repair-job"] });
  });

  test("a slow map: more parallelism", async () => {
    const document = await eventually("slow-map", {
      ...problem,
      symptoms: { job: "pass", lag: "fail" },
      causes: ["backpressure"],
      proposals: ["increase-parallelism"],
    });
    const { observed, summary } = checkOf(document, "backpressure");
    expect(observed).toMatchObject({ culprit: "counting" });
    // 4,000 records of 20 kB: the buffers hold but a small part of them.
    expect(Number(observed["pendingRecords"])).toBeGreaterThan(0);
    expect(summary).toContain(`; its sources have ${String(observed["pendingRecords"])} records left to fetch`);
  });

  test("the same, while more is written than comes in: the backlog shrinks, and as no alert fires nothing is proposed", async () => {
    const { document } = await diagnosis("slow-map", {}, withPrometheus);
    expect(told(document)).toMatchObject({
      ...problem,
      symptoms: { job: "pass", lag: "fail" },
      causes: ["backlog-shrinks"],
      proposals: [],
    });
    expect(document.unavailable).toMatchObject([
      { id: "silence-alert", reason: expect.stringContaining('StreamingLagHigh" fires: there is nothing to silence') },
    ]);
    expect(checkOf(document, "backpressure").verdict).toBe("fail");
  });

  test("one subtask does the work of all: spread the keys", async () => {
    const document = await eventually("skewed", {
      ...problem,
      symptoms: { job: "pass", lag: "fail" },
      causes: ["key-skew"],
      proposals: ["spread-keys"],
    });
    expect(checkOf(document, "backpressure").observed).toMatchObject({ culprit: "counting", parallelism: 3 });
  });

  test("three times as many records as usual come in, and the job cannot do them: more parallelism", async () => {
    const expected = {
      ...problem,
      symptoms: { job: "pass", lag: "fail" },
      causes: ["traffic-spike"],
      proposals: ["increase-parallelism"],
    };
    const document = await eventually("spike", expected, {}, withPrometheus);
    const rate = Number(checkOf(document, "lag").observed["producedPerSecond"]);
    // A burst of them is written each second: of two seconds, one to three are seen.
    expect(rate).toBeGreaterThan(1.5 * USUAL_PER_SECOND);
    expect(rate).toBeLessThan(5 * USUAL_PER_SECOND);
  });

  test("slow checkpoints: relax them", async () => {
    await eventually("slow-checkpoints", {
      ...problem,
      symptoms: { job: "pass", lag: "fail" },
      causes: ["checkpoints-slow"],
      proposals: ["relax-checkpoints", "check-state-size"],
    });
  });

  test("checkpoints that time out: repair them, start nothing", async () => {
    const expected = {
      ...problem,
      symptoms: { job: "pass", lag: "fail" },
      causes: ["checkpoints-failing"],
      proposals: ["repair-checkpoints"],
    };
    await eventually("failing-checkpoints", expected);
    await waitUntil(
      "the job to have read all that is written",
      async () => {
        const { document } = await diagnosis("failing-checkpoints");
        const pending = Number(checkOf(document, "backpressure").observed["pendingRecords"] ?? Number.NaN);
        expect(2 * pending).toBeLessThan(Number(checkOf(document, "lag").observed["totalLag"]));
        return true;
      },
      { timeoutMs: 30_000 },
    );
    // Five records are deleted by their age that the job has read, and not committed.
    await topics.expireBefore(steady, 15);
    const { document } = await diagnosis("failing-checkpoints");
    expect(told(document)).toMatchObject(expected);
    const [lag, load, checkpoints] = ["lag", "backpressure", "checkpoints"].map((id) => checkOf(document, id));
    expect(lag?.observed).toMatchObject({ expiredRecords: 5 });
    expect(lag?.summary).toContain("5 records were deleted before they were committed");
    const [row] = await describeGroup(broker, named("failing-checkpoints"));
    expect(row).toMatchObject({ current: 10 });
    const pending = String(load?.observed["pendingRecords"]);
    expect(document.causes[0]?.because).toContain(
      `the committed lag lies: Kafka counts ${String(lag?.observed["totalLag"])} records behind, Flink's sources have ${pending} left to fetch`,
    );
    // All three numbers stand on the screen.
    const { screen } = await onScreen("failing-checkpoints");
    expect(screen).toMatch(/its sources have \d+ records? left to fetch/);
    expect(screen).toMatch(/behind \(limit 5 min\), \d+ records/);
    expect(screen).toContain(
      checkpoints?.observed["lastCompletedAgeSeconds"] === null ? "none has completed" : "the last one completed",
    );
  });

  test("checkpoints without their storage: repair it, start nothing", async () => {
    const document = await eventually("broken-storage", {
      ...problem,
      causes: ["checkpoints-failing"],
      proposals: ["repair-checkpoints"],
    });
    expect(checkOf(document, "checkpoints").observed["failureMessage"]).toMatch(/IO-problem detected/);
  });

  test("records that a running job does not read", async () => {
    const expected = { ...problem, causes: ["consumer-stuck"], proposals: ["restart-job"] };
    await eventually("zipline-streaming", expected, { group: named("stuck") });
  });

  test("a transaction that nobody ends", async () => {
    const topic = named("unended");
    await topics.create(topic);
    await topics.write({ topic, records: 5 });
    await topics.writeUnended({ topic, records: 4 });
    await commitOffset(broker, named("unended"), { topic, partition: 0, offset: 5 });
    const expected = { ...problem, causes: ["hung-transaction"], proposals: ["abort-transaction"] };
    const document = await eventually("zipline-streaming", expected, { group: named("unended") });
    const [row] = await describeGroup(broker, named("unended"));
    expect(row).toMatchObject({ current: 5, end: 9, lag: 4 });
    expect(checkOf(document, "lag").observed).toMatchObject({ totalLag: 4, hangingTransactions: 1 });
  });

  test("records that were deleted before they were read", async () => {
    const topic = named("expired");
    await topics.create(topic);
    await topics.write({ topic, records: 100 });
    await commitOffset(broker, named("expired"), { topic, partition: 0, offset: 10 });
    await topics.expireBefore(topic, 40);
    const expected = { ...problem, causes: ["data-expired"], proposals: ["write-again"] };
    const document = await eventually("zipline-streaming", expected, { group: named("expired") });
    expect(checkOf(document, "lag").observed).toMatchObject({ expiredRecords: 30 });
  });

  test("a preflight finds group, topic, job and jar; the names that nobody has are missing; nothing is changed", async () => {
    const before = await everything();
    const there = { group: named("cancelled"), topics: few, job: "slow-map" };
    const found = async (more: Readonly<Record<string, string>>) => {
      const given = Object.entries({ ...there, ...more }).flatMap(([name, value]) => ["-p", `${name}=${value}`]);
      const { stdout } = await withPrometheus.bigops(["preflight", "streaming-lag", ...given]);
      const { findings } = JSON.parse(stdout) as PreflightDocument;
      const of = (wanted: string) => findings.filter(({ status }) => status === wanted).map(({ subject }) => subject);
      // Nobody is paged from here.
      return { there: of("there"), missing: of("missing").filter((subject) => !subject.startsWith("pager ")) };
    };
    const whole = await found({});
    expect(whole.missing).toEqual([]);
    expect(whole.there).toEqual(
      expect.arrayContaining([
        `consumer group ${there.group}`,
        `topic ${few}`,
        "Flink job slow-map",
        `jar ${basename(place.cluster.jar)}`,
      ]),
    );
    const noGroup = `never-heard-of-${mark}`;
    expect((await found({ group: noGroup })).missing).toEqual([`consumer group ${noGroup}`]);
    expect((await found({ job: "nope" })).missing).toContain("Flink job nope");
    const noTopic = await found({ topics: `never-created-${mark}` });
    expect(noTopic.missing).toEqual(["check lag (kafka.consumer-lag)"]);
    expect(await everything()).toEqual(before);
  });

  test("dry runs of all shipped runbooks: groups, offsets, topics, jobs, jars, savepoints and silences stay as they are", async () => {
    const before = await everything();
    expect(shippedRunbooks.length).toBeGreaterThan(10);
    for (const { name } of shippedRunbooks) {
      const { document } = await withPrometheus.bigops(["run", name, "--dry-run"]);
      expect(document.checks.length, name).toBeGreaterThan(0);
    }
    expect(await everything()).toEqual(before);
  });

  test("more subtasks than there are slots", async () => {
    await submit("no-slots", few, [], {}, 40);
    // Flink restarts it again and again; what it wants is room, and no other program.
    const document = await eventually("no-slots", { ...problem, causes: ["job-waits"], proposals: ["make-room"] });
    await place.cancel(idOf("no-slots"));
    expect(checkOf(document, "job").observed["rootCause"]).toMatch(/^NoResourceAvailableException/);
    expect(document.causes[0]?.because).toMatch(
      /^It is \w+ with 0 of its \d+ tasks: .*slots .*\(its last failure: NoResource/,
    );
  });

  test("a TaskManager that is gone", async () => {
    await place.cluster.killTaskManager();
    const document = await eventually("zipline-streaming", { ...problem, causes: ["job-waits"] });
    expect(checkOf(document, "job").observed).toMatchObject({ taskManagers: 0, slotsTotal: 0 });
    expect(told(document).proposals).toEqual(["make-room"]);
    expect(document.causes[0]?.because).toContain("there is no TaskManager that could run them");
  });

  /** What a dry run must not change: who commits what, the topics, the jobs, the jars and the savepoints. */
  async function everything() {
    const { topics: logs, groups } = await brokerState(broker, mark);
    const still = (name: string) => !/^(steady|.*checkpoints|broken-storage|slow-map|skewed|spik)/.test(name);
    const { files } = (await rest("/jars")) as { readonly files: readonly { readonly id: string }[] };
    return {
      topics: (logs as readonly { name: string }[]).map((log) => (still(log.name) ? log : log.name)),
      groups: (groups as readonly { groupId: string }[]).map((group) => (still(group.groupId) ? group : group.groupId)),
      jobs: (await flinkJobs(place.cluster.url)).map(({ jid, name }) => `${name} ${jid}`).sort(),
      jars: files.map(({ id }) => id),
      savepoints: await readdir(join(place.cluster.folder, "savepoints")).catch(() => []),
      silences: await (await fetch(`${alertmanager.url}/api/v2/silences`)).json(),
    };
  }
});

/** As many records are written to the feature store as at the same time before. */
const streamWrites = {
  metric: "feature_writes_total",
  labels: { source_type: "stream" },
  phases: [{ secondsAgo: 365 * 24 * 3_600, perSecond: USUAL_PER_SECOND }],
};
