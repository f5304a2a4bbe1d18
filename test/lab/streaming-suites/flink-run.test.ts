import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { makeHome, type Home } from "../../commands/harness/home.ts";
import { eventually } from "../../contract/flink-place.ts";
import { check } from "../../contract/probes-world.ts";
import { startBigops, type BigopsProcess } from "../run/bigops-process.ts";
import { digestOf } from "../run/changes.ts";
import { journalTypes } from "../run/journal.ts";
import { labPlace, type LabPlace } from "../streaming/flink/flink-lab-place.ts";
import { flinkRoad, type FlinkRoad, type Loss } from "../streaming/flink/flink-road.ts";
import { LAB_JOB } from "../streaming/flink/lab-job.ts";
import "../streaming/injected.ts";

const SUBMISSION = /^\/jars\/[^/]+\/run$/;

function runbook(job: string): string {
  return stringify({
    name: "job-down",
    title: "The streaming job is down",
    severity: "P2",
    symptoms: ["nothing is processed"],
    investigation: [{ id: "job", title: "the job", "flink.job": { job } }],
    causes: [
      {
        id: "job-not-running",
        title: "it does not run",
        when: "job.fail",
        because: "It does not run.",
        explains: ["job"],
      },
    ],
    mitigation: [
      {
        id: "start-job",
        for: "job-not-running",
        "flink.run": { job, entryClass: LAB_JOB, args: ["--name", job, "--rate", "50"] },
        verify: ["job"],
      },
    ],
    verification: { interval: "1s", passes: 2 },
  });
}

/** The same for whatever job the alert JobDown is about, as Flink's metrics name it. */
function ofAlert(text: string): string {
  return `${text}alerts: [JobDown]\nparameters:\n  job: { type: string, label: job_name }\n`;
}

describe.skipIf(inject("streaming") === null)("bigops starts a job that was cancelled", () => {
  let place: LabPlace;
  beforeAll(async () => {
    place = await labPlace({ scheduler: "default", slots: 8 }, null);
  });
  afterAll(() => place?.close());

  type Scene = {
    readonly home: Home;
    readonly road: FlinkRoad;
    readonly before: string;
    begin(args: readonly string[]): BigopsProcess;
  };

  /** A job of its own that ran, made a checkpoint and was cancelled; bigops sees Flink by a road of its own. */
  async function onScene(job: string, use: (scene: Scene) => Promise<void>): Promise<void> {
    const home = makeHome();
    const road = await flinkRoad(place.cluster.url);
    try {
      const before = await place.submit(job, ["--rate", "50"]);
      await eventually(
        place,
        () => check(place, "flink.checkpoints", { job }),
        ({ verdict }) => verdict === "pass",
      );
      await place.cancel(before);
      await eventually(
        place,
        () => check(place, "flink.job", { job }),
        ({ observed }) => observed["state"] === "CANCELED",
      );
      const environments = { lab: { flink: { url: road.url, jar: place.cluster.jar } } };
      await writeFile(join(home.cwd, "bigops.yaml"), stringify({ default: "lab", environments }));
      await writeFile(join(home.cwd, "job-down.yaml"), runbook(job));
      await use({ home, road, before, begin: (args) => startBigops(home, [...args, "--output", "json"]) });
    } finally {
      await road.close();
      home.remove();
    }
  }

  const jobsNamed = async (name: string) => {
    const jobs = await (await place.doors.flink()).jobs(AbortSignal.timeout(10_000));
    return jobs.filter((job) => job.name === name);
  };

  async function proposed({ begin }: Scene) {
    const { exitCode, document, stderr } = await begin(["run", "./job-down.yaml"]).ended;
    expect(exitCode, stderr).toBe(4);
    expect(document.proposals[0]).toMatchObject({ id: "start-job", action: "flink.run", status: "proposed" });
    return document;
  }

  test("whose name an alert's label alone says: one that Flink knows can be started, one that it never had cannot", () =>
    onScene("heard", async ({ home, begin, before }) => {
      await mkdir(join(home.cwd, "runbooks"));
      await writeFile(join(home.cwd, "runbooks", "job-down.yaml"), ofAlert(runbook("{{ job }}")));
      const config = await readFile(join(home.cwd, "bigops.yaml"), "utf8");
      await writeFile(join(home.cwd, "bigops.yaml"), `runbooks: [./runbooks]\n${config}`);
      const dry = async (job: string, ...more: readonly string[]) => {
        const alert = ["--alert", "JobDown", "--label", `job_name=${job}`, "--label", "job=flink-jobmanager"];
        return (await begin(["run", ...alert, "--dry-run", ...more]).ended).document;
      };
      const known = await dry("heard");
      expect(known.run.parameters).toMatchObject({ job: "heard" });
      expect(known.proposals).toMatchObject([{ plan: { changes: [{ from: `CANCELED (${before})` }, {}] } }]);
      const unknown = await dry("nobodys");
      expect(unknown.proposals).toEqual([]);
      expect(JSON.stringify(unknown.unavailable)).toContain("an alert's label alone says that there is one");
      const named = await dry("nobodys", "-p", "job=nobodys");
      expect(named.proposals).toMatchObject([{ plan: { summary: "start nobodys without state" } }]);
    }));

  test("a dry run proposes it and changes nothing; approved, it is made, verified, and undone", () =>
    onScene("calm", async (scene) => {
      const { begin, road, before } = scene;
      const dry = await begin(["run", "./job-down.yaml", "--dry-run"]).ended;
      expect([dry.exitCode, dry.document.outcome]).toEqual([1, "problem"]);
      expect(dry.document.proposals[0]?.plan?.impact.join()).toMatch(/starts from the checkpoint of/);
      const document = await proposed(scene);
      expect(road.sent("POST", /./) + road.sent("PUT", /./) + road.sent("PATCH", /./)).toBe(0);
      const run = document.run.id;
      const made = await begin(["resume", run, "--approve", digestOf(document, "start-job")]).ended;
      expect([made.exitCode, made.document.outcome], made.stderr).toEqual([0, "resolved"]);
      const [started, ...older] = await jobsNamed("calm");
      expect(started).toMatchObject({ state: "RUNNING" });
      expect(older.map(({ id }) => id)).toEqual([before]);
      const undo = await begin(["undo", run]).ended;
      expect(undo.exitCode, undo.stderr).toBe(4);
      const [inverse] = undo.document.proposals.filter(({ status }) => status === "proposed");
      const undone = await begin(["undo", run, "--approve", inverse?.digest ?? "none"]).ended;
      expect(undone.document.proposals.map(({ status }) => status)).toContain("undone");
      expect((await jobsNamed("calm")).find(({ id }) => id === started?.id)?.state).toBe("FINISHED");
    }));

  test("the jar is uploaded once by its content: two runs of two jobs, and the JobManager has one", async () => {
    const own = async () => {
      const jars = await (await place.doors.flink()).jars(AbortSignal.timeout(10_000));
      return jars.map(({ name }) => name).filter((name) => /^lab-job-[0-9a-f]{12}\.jar$/.test(name));
    };
    // What other tests of this cluster uploaded is of the same content.
    const before = await own();
    expect(before.length).toBeLessThanOrEqual(1);
    const uploads: number[] = [];
    for (const job of ["first-of-a-jar", "second-of-a-jar"])
      await onScene(job, async (scene) => {
        const document = await proposed(scene);
        const run = document.run.id;
        const made = await scene.begin(["resume", run, "--approve", digestOf(document, "start-job")]).ended;
        expect([made.exitCode, made.document.outcome], made.stderr).toEqual([0, "resolved"]);
        uploads.push(scene.road.sent("POST", /^\/jars\/upload$/));
        expect(scene.road.sent("POST", SUBMISSION)).toBe(1);
      });
    expect(uploads).toEqual([1 - before.length, 0]);
    expect(await own()).toHaveLength(1);
  });

  test.each<[string, string, Loss]>([
    ["after Flink had taken the job: the next process finds it", "killed-after", "answer"],
    ["before Flink had it: the next process submits it", "killed-before", "request"],
  ])("killed %s, and there is one", (_, job, loss) =>
    onScene(job, async (scene) => {
      const { begin, road, home, before } = scene;
      const document = await proposed(scene);
      const run = document.run.id;
      const lost = road.lose(loss, "POST", SUBMISSION);
      const first = begin(["resume", run, "--approve", digestOf(document, "start-job")]);
      await lost;
      first.kill("SIGKILL");
      await first.ended;
      expect((await journalTypes(home)).at(-1)).toBe("intended");
      const resumed = await begin(["resume", run]).ended;
      expect([resumed.exitCode, resumed.document.outcome], resumed.stderr).toEqual([0, "resolved"]);
      expect(await journalTypes(home)).toContain("reconciled");
      expect(road.sent("POST", SUBMISSION)).toBe(1);
      const jobs = await jobsNamed(job);
      expect(jobs.filter(({ id }) => id !== before)).toHaveLength(1);
    }),
  );
});
