import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { runBigops } from "../../commands/harness/run-bigops.ts";
import { startBareCluster, type RunningCluster } from "../cluster/start-cluster.ts";
import { waitUntil } from "../process/wait-until.ts";
import { digestOf, proposalOf } from "../run/changes.ts";
import { journalTypes, recorded } from "../run/journal.ts";
import { type FlinkRoad, flinkRoad, type Loss } from "../streaming/flink/flink-road.ts";
import { describeGroup } from "../streaming/kafka/kafka-tools.ts";
import { kafkaFromInjected } from "../streaming/kafka-from-injected.ts";
import { type ChangesScene, type Deployed, openChanges, proposed } from "../streaming/run/changes-scene.ts";
import { jobLease, leasesIn, remembered, type ShownLease, takeOver } from "../streaming/run/job-lease.ts";
import "../streaming/injected.ts";

/** All that a run needs of the cluster that keeps its leases, as the README has it. */
const keepsLeases = [{ apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["get", "create", "update"] }];
const SUBMISSION = /^\/jars\/[^/]+\/run/;
const PROPOSAL = "start-job";

/** Somebody else has it, in the words of every other target: who, in which run of which runbook, since when and until when, and what to do. */
const heldBy = (operator: string, run: string) => {
  const moment = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;
  const who = `${operator.replaceAll(".", String.raw`\.`)} in run ${run} \\(streaming-lag\\)`;
  return `${who}, since ${moment}, until ${moment} unless renewed`;
};
const LOOK = "to see whether it helps: bigops run streaming-lag --dry-run";

interface Stopped extends Deployed {
  readonly road: FlinkRoad;
  /** The job that ran, made a checkpoint and was cancelled. */
  readonly first: string;
  /** Its Lease now, as kubectl shows it. */
  lease(): Promise<ShownLease | undefined>;
}

describe.skipIf(inject("streaming") === null)(
  "a change of a Flink job whose lease lies on a Kubernetes API server",
  () => {
    const broker = kafkaFromInjected().plain;
    const namespace = `leases-${randomBytes(4).toString("hex")}`;
    let scene: ChangesScene;
    let running: RunningCluster;
    let kubeconfig: string;

    beforeAll(async () => {
      [scene, running] = await Promise.all([
        openChanges(broker, { scheduler: "default", slots: 8 }),
        startBareCluster(),
      ]);
      const { cluster } = running;
      await cluster.apply([{ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } }]);
      await cluster.grant(namespace, "operator", keepsLeases);
      kubeconfig = await cluster.kubeconfigFor("operator", namespace);
    });
    afterAll(() => Promise.all([scene?.close(), running?.close()]));

    /** A job that was cancelled and what has come in since; bigops sees Flink by a road of its own. */
    async function onStoppedJob(name: string, use: (stopped: Stopped) => Promise<void>): Promise<void> {
      const road = await flinkRoad(scene.place.cluster.url);
      try {
        const deployed = await scene.deploy(name, 1, [], { flinkUrl: road.url, kubeconfig });
        const { start, topic, unread } = deployed;
        await scene.topics.write({ topic, records: 50 });
        const first = await start();
        await waitUntil(
          "the commit",
          async () => (await unread()) === 0 && (await describeGroup(broker, topic)).length > 0,
        );
        await scene.place.cancel(first);
        await scene.topics.write({ topic, records: 50 });
        const lease = () => jobLease(running.cluster, namespace, name);
        await use({ ...deployed, road, first, lease });
      } finally {
        await road.close();
      }
    }

    /** Exactly one job more than the one that was cancelled, by exactly one submission. */
    async function expectOneStarted({ first, jobs, road, running: now, unread }: Stopped): Promise<void> {
      const [{ jid } = { jid: "" }, ...more] = await now();
      expect(more).toEqual([]);
      expect((await jobs()).map((job) => job.jid).toSorted()).toEqual([first, jid].toSorted());
      expect(road.sent("POST", SUBMISSION)).toBe(1);
      expect(await unread()).toBe(0);
    }

    /** Approves, and kills the process when its submission, or the answer to it, is lost: its intent stands last in the journal. */
    async function killedAtSubmission(stopped: Stopped, loss: Loss) {
      const { begin, home, road } = stopped;
      const { document } = await proposed(stopped, PROPOSAL);
      const run = document.run.id;
      const lost = road.lose(loss, "POST", SUBMISSION);
      const killed = begin(["resume", run, "--approve", digestOf(document, PROPOSAL)]);
      await lost;
      killed.kill("SIGKILL");
      expect((await killed.ended).exitCode).toBeNull();
      expect((await journalTypes(home, run)).at(-1)).toBe("intended");
      return { run, operator: document.run.operator };
    }

    test("is made once; kubectl shows the Lease with the run's marks while it works, and what it did afterwards", () =>
      onStoppedJob("leased-job", async (stopped) => {
        const { begin, colleague, home, lease, road } = stopped;
        const late = await colleague();
        const [mine, theirs] = [await proposed(stopped, PROPOSAL), await proposed(late, PROPOSAL)];
        expect(await lease()).toBeUndefined();
        const { id: run, operator } = mine.document.run;

        const approved = begin(["resume", run, "--approve", digestOf(mine.document, PROPOSAL)]);
        await recorded(home, "intended", { run });
        const held = await lease();
        expect(held?.spec).toMatchObject({
          holderIdentity: `${operator}/${run}`,
          leaseDurationSeconds: 60,
          leaseTransitions: 1,
        });
        const [user, host] = operator.split("@");
        const holder = { user, host, run, runbook: "streaming-lag" };
        expect(JSON.parse(held?.metadata.annotations["bigops.dev/holder"] ?? "")).toEqual(holder);

        const ended = await approved.ended;
        const applied = proposalOf(ended.document, PROPOSAL);
        expect([ended.exitCode, ended.document.outcome, applied.status]).toEqual([0, "resolved", "verified"]);
        expect(applied.lease).toMatchObject({ namespace, name: held?.metadata.name, status: "released", epoch: 1 });
        const after = await lease();
        expect(after?.spec.holderIdentity).toBeUndefined();
        expect(after === undefined ? [] : remembered(after)).toMatchObject([
          { run, proposal: PROPOSAL, action: "flink.run", ended: "verified" },
        ]);
        await expectOneStarted(stopped);

        const sent = road.sent("POST", /./);
        const refused = await late.bigops([
          "resume",
          theirs.document.run.id,
          "--approve",
          digestOf(theirs.document, PROPOSAL),
        ]);
        expect([refused.exitCode, refused.document.outcome]).toEqual([7, "refused"]);
        expect(proposalOf(refused.document, PROPOSAL).reason).toContain(
          `changed last by ${operator}: ${PROPOSAL} in run ${run} at `,
        );
        expect(road.sent("POST", /./)).toBe(sent);
        await expectOneStarted(stopped);
      }));

    test("killed before Flink had it: meanwhile others are warned and refused; resumed, it takes the lease again and is made once", () =>
      onStoppedJob("killed-leased", async (stopped) => {
        const { bigops, colleague, lease, road } = stopped;
        const { run, operator } = await killedAtSubmission(stopped, "request");
        expect((await lease())?.spec.holderIdentity).toBe(`${operator}/${run}`);

        const second = await colleague();
        const theirs = await proposed(second, PROPOSAL);
        const warned = new RegExp(`^it is being changed by ${heldBy(operator, run)}$`);
        expect(proposalOf(theirs.document, PROPOSAL).plan.warnings).toContainEqual(expect.stringMatching(warned));
        const approval = ["resume", theirs.document.run.id, "--approve", digestOf(theirs.document, PROPOSAL)];
        const refused = await second.bigops(approval);
        const { lease: theirLease, reason } = proposalOf(refused.document, PROPOSAL);
        expect([refused.exitCode, refused.document.outcome]).toEqual([7, "refused"]);
        expect(reason).toMatch(new RegExp(`^it is being changed by ${heldBy(operator, run)}; ${LOOK}$`));
        expect(theirLease).toMatchObject({ status: "refused", holder: { run } });
        expect(road.sent("POST", SUBMISSION)).toBe(0);

        const resumed = await bigops(["resume", run]);
        expect([resumed.exitCode, resumed.document.outcome], resumed.stderr).toEqual([0, "resolved"]);
        expect(proposalOf(resumed.document, PROPOSAL).lease).toMatchObject({ status: "released", epoch: 2 });
        expect((await lease())?.spec).toMatchObject({ leaseTransitions: 2 });
        await expectOneStarted(stopped);
      }));

    test("killed after Flink had it: resumed, it takes the lease again and finds it made", () =>
      onStoppedJob("killed-served", async (stopped) => {
        const { bigops, home, lease } = stopped;
        const { run } = await killedAtSubmission(stopped, "answer");
        const resumed = await bigops(["resume", run]);
        expect([resumed.exitCode, resumed.document.outcome], resumed.stderr).toEqual([0, "resolved"]);
        expect(await journalTypes(home, run)).toContain("reconciled");
        expect(proposalOf(resumed.document, PROPOSAL).lease).toMatchObject({ status: "released", epoch: 2 });
        const left = await lease();
        expect(left === undefined ? [] : remembered(left)).toMatchObject([{ run, ended: "verified" }]);
        await expectOneStarted(stopped);
      }));

    test("killed, and the Lease taken by somebody else: resumed, it sends Flink no write, and says who has it", () =>
      onStoppedJob("taken-lease", async (stopped) => {
        const { bigops, jobs, lease, road } = stopped;
        const { run } = await killedAtSubmission(stopped, "request");
        const held = await lease();
        if (held === undefined) throw new Error("there is no Lease");
        await takeOver(running.cluster, held, { user: "ben", host: "desk", run: "sl-0002" });

        const sent = road.sent("POST", /./);
        const resumed = await bigops(["resume", run]);
        expect([resumed.exitCode, resumed.document.outcome]).toEqual([7, "refused"]);
        const { reason } = proposalOf(resumed.document, PROPOSAL);
        const who = heldBy("ben@desk", "sl-0002");
        expect(reason).toMatch(new RegExp(`^it is being changed by ${who}; ${LOOK}$`));
        expect(road.sent("POST", /./)).toBe(sent);
        expect(road.sent("POST", SUBMISSION)).toBe(0);
        expect(await jobs()).toHaveLength(1);
        // It is theirs, and is let be.
        expect((await lease())?.spec).toMatchObject({ holderIdentity: "ben@desk/sl-0002", leaseTransitions: 2 });
      }));

    test("handed over: the Lease of the run fences the older one, which sends Flink no write; the newer one makes it, once", () =>
      onStoppedJob("handed-over", async (stopped) => {
        const { bigops, colleague, home, jobs, road } = stopped;
        const { document } = await proposed(stopped, PROPOSAL);
        const older = document.run.id;
        const newer = await colleague();
        const file = join(newer.home.path, "run.jsonl");
        await writeFile(file, (await runBigops(home, ["runs", "export", older])).stdout);
        const taken = await newer.bigops(["resume", file]);
        expect([taken.exitCode, taken.document.outcome]).toEqual([4, "awaiting-approval"]);
        expect(taken.document.run.origin).toMatchObject({ run: older, epoch: 2, fenced: true });
        const { id, operator } = taken.document.run;
        const leases = await leasesIn(running.cluster, namespace);
        const fence = leases.find(({ spec }) => spec.holderIdentity === `${operator}/${id}`);
        expect(fence?.metadata.annotations["bigops.dev/target"]).toBe(`bigops-run ${namespace}/${older}`);

        const late = await bigops(["resume", older, "--approve", digestOf(document, PROPOSAL)]);
        expect([late.exitCode, late.document.outcome]).toEqual([7, "refused"]);
        expect(late.stderr).toContain(`as run ${id} (epoch 2)`);
        expect(road.sent("POST", /./)).toBe(0);
        expect(await jobs()).toHaveLength(1);

        const [proposal] = taken.document.proposals.filter(({ status }) => status === "proposed");
        const applied = await newer.bigops(["resume", id, "--approve", proposal?.digest ?? ""]);
        expect([applied.exitCode, applied.document.outcome], applied.stderr).toEqual([0, "resolved"]);
        await expectOneStarted(stopped);
      }));
  },
);
