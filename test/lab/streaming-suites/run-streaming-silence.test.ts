import { randomBytes } from "node:crypto";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { startAlertmanager, type LabAlertmanager } from "../alertmanager/start-alertmanager.ts";
import { waitUntil } from "../process/wait-until.ts";
import { startPrometheus, type LabPrometheus } from "../prometheus/start-prometheus.ts";
import { alertmanager as alertmanagerStep } from "../provision/alertmanager.ts";
import { binaryPath } from "../provision/lab-folder.ts";
import { digestOf, proposalOf } from "../run/changes.ts";
import { checkOf, told } from "../run/told.ts";
import { labPlace, type LabPlace } from "../streaming/flink/flink-lab-place.ts";
import { describeGroup } from "../streaming/kafka/kafka-tools.ts";
import { kafkaFromInjected } from "../streaming/kafka-from-injected.ts";
import { oldTopics, type OldTopics } from "../streaming/run/old-records.ts";
import { openStreamingScene, type StreamingScene } from "../streaming/run/streaming-scene.ts";
import "../streaming/injected.ts";

/** Read in 40 s, of 40 ms each. */
const RECORDS = 1_000;
const WRITTEN_PER_SECOND = 40;
const HALF_AN_HOUR_MS = 1_800_000;
const ALERT = "StreamingLagHigh";

interface ToldSilence {
  readonly id: string;
  readonly status: { readonly state: string };
  readonly startsAt: string;
  readonly endsAt: string;
  readonly comment: string;
  readonly matchers: readonly object[];
}

describe.skipIf(inject("streaming") === null)("a backlog that a job reads, while its alert fires", () => {
  const broker = kafkaFromInjected().plain;
  const name = `draining-${randomBytes(4).toString("hex")}`;
  let place: LabPlace;
  let prometheus: LabPrometheus;
  let alertmanager: LabAlertmanager;
  let topics: OldTopics;
  let scene: StreamingScene;

  const ask = async (what: string) => (await fetch(`${alertmanager.url}/api/v2/${what}`)).json();
  const silences = async () => (await ask("silences")) as readonly ToldSilence[];
  const alertState = async () => {
    const [alert] = (await ask("alerts")) as readonly { readonly status: { readonly state: string } }[];
    return alert?.status.state;
  };
  /** As the reference tool lists them: those that have not ended. */
  const listed = async () => {
    const query = ["silence", "query", `--alertmanager.url=${alertmanager.url}`, "--output=json"];
    const { stdout } = await execa(binaryPath(alertmanagerStep, "amtool"), query);
    return (JSON.parse(stdout) as readonly { readonly id: string }[]).map(({ id }) => id);
  };

  beforeAll(async () => {
    const phases = [{ secondsAgo: 3_600, perSecond: WRITTEN_PER_SECOND }];
    const streamWrites = { metric: "feature_writes_total", labels: { source_type: "stream" }, phases };
    [place, prometheus, alertmanager, topics] = await Promise.all([
      labPlace({ scheduler: "default", slots: 2 }, null),
      startPrometheus({ counters: [streamWrites], historySeconds: 1_500, historyStepSeconds: 1 }),
      startAlertmanager(),
      oldTopics(broker),
    ]);
    await topics.create(name);
    await topics.write({ topic: name, records: RECORDS, bytes: 20_000 });
    const { url: flinkUrl, jar } = place.cluster;
    const urls = { prometheusUrl: prometheus.url, alertmanagerUrl: alertmanager.url };
    scene = await openStreamingScene({ broker, flinkUrl, jar, ...urls });
  });
  afterAll(async () => {
    scene?.close();
    await topics?.close();
    await Promise.all([place?.close(), prometheus?.close(), alertmanager?.close()]);
  });

  test(
    "its silence is proposed, made once when approved, proved by the backlog that is read, and ended by its undo",
    { timeout: 240_000 },
    async () => {
      await alertmanager.post({ alertname: ALERT, severity: "medium" }, Date.now() - 60_000, Date.now() + 3_600_000);
      await place.submit(name, ["--brokers", broker, "--topic", name, "--group", name, "--sleepMs", "40"]);
      const asked = await waitUntil(
        "the silence to be proposed",
        async () => {
          const ended = await scene.run({ job: name, group: name });
          return ended.document.proposals[0]?.id === "silence-alert" && ended;
        },
        { timeoutMs: 40_000 },
      );
      expect(asked.exitCode).toBe(4);
      expect(told(asked.document)).toMatchObject({
        symptoms: { job: "pass", lag: "fail" },
        causes: ["backlog-shrinks"],
        proposals: ["silence-alert"],
        outcome: "awaiting-approval",
      });
      const { run } = asked.document;
      const { plan } = proposalOf(asked.document, "silence-alert");
      expect(plan.impact.join()).toContain(`hides 1 alert that fires: ${ALERT}`);
      expect(await silences()).toEqual([]);

      const approve = ["resume", run.id, "--approve", digestOf(asked.document, "silence-alert")];
      const process = scene.begin(approve);
      const [made] = await waitUntil("the silence", async () => {
        const there = await silences();
        return there.length > 0 && there;
      });
      expect(made?.matchers).toEqual([{ name: "alertname", value: ALERT, isRegex: false, isEqual: true }]);
      expect(Date.parse(made?.endsAt ?? "") - Date.parse(made?.startsAt ?? "")).toBeLessThanOrEqual(HALF_AN_HOUR_MS);
      expect(made?.comment).toContain(`bigops ${run.id}/`);
      expect(await listed()).toEqual([made?.id]);
      await waitUntil("the alert to be silenced", async () => (await alertState()) === "suppressed");

      const applied = await process.ended;
      const { status, reason } = proposalOf(applied.document, "silence-alert");
      expect([status, applied.exitCode, applied.document.outcome], String(reason)).toEqual(["verified", 0, "resolved"]);
      // Not the silence says that it is over, but what it was made for.
      expect(checkOf(applied.document, "lag").observed).toMatchObject({ totalLag: 0 });
      expect((await describeGroup(broker, name)).map(({ lag }) => lag)).toEqual([0]);

      await scene.bigops(approve);
      expect(await silences()).toHaveLength(1);

      const undoing = await scene.bigops(["undo", run.id]);
      expect([undoing.exitCode, undoing.document.outcome]).toEqual([4, "awaiting-approval"]);
      const undo = digestOf(undoing.document, "undo-silence-alert");
      const undone = await scene.bigops(["undo", run.id, "--approve", undo]);
      expect(proposalOf(undone.document, "silence-alert").status).toBe("undone");
      expect((await silences()).map(({ id, status: { state } }) => [id, state])).toEqual([[made?.id, "expired"]]);
      expect(await listed()).toEqual([]);
      await waitUntil("the alert to notify again", async () => (await alertState()) === "active");
    },
  );
});
