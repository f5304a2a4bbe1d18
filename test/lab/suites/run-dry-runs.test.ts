import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import type { RunDocument } from "../../../src/core/document/run-document.ts";
import { startSandbox, type Sandbox, type SandboxMutation } from "../../../src/sandbox/start.ts";
import { type LabAlertmanager, startAlertmanager } from "../alertmanager/start-alertmanager.ts";
import { describeLab } from "../cluster-from-injected.ts";
import { mutatingVerbs } from "../cluster/audit-events.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { featureApi, featureApiDeployment } from "../platform/manifests.ts";
import { rolledOut } from "../platform/platform.ts";
import { servicePods, setFate } from "../platform/pods.ts";
import { waitUntil } from "../process/wait-until.ts";
import { featureLookups } from "../prometheus/feature-lookups.ts";
import { shippedRunbooks } from "../prometheus/shipped-checks.ts";
import { startPrometheus, type LabPrometheus } from "../prometheus/start-prometheus.ts";
import { openScene, type Scene } from "../run/scene.ts";

/** The Deployments, besides the feature API, that shipped runbooks look at. */
const DEPLOYMENTS = ["deep-thought", "ml-automator-worker", "backfill-worker"];

/** The series of the feature lookups alone are there: what else a symptom asks Prometheus for cannot be told. */
const CODES = {
  "backfill-slow": 3,
  "cache-hit-rate": 3,
  "dag-failure": 3,
  "disk-usage": 3,
  "feature-staleness": 3,
  "feature-store-down": 1,
  latency: 3,
  "model-load-failure": 3,
  "prediction-down": 1,
  "replica-unhealthy": 1,
  "streaming-lag": 1,
};

/** The code of a dry run by the symptoms alone: 1 when one fails, 3 when one cannot be told, else 0. */
function codeOf({ checks }: RunDocument): number {
  const verdicts = checks.filter(({ role }) => role === "symptom").map(({ verdict }) => verdict);
  expect(verdicts).not.toEqual([]);
  if (verdicts.includes("fail")) return 1;
  return verdicts.every((verdict) => verdict === "pass") ? 0 : 3;
}

/**
 * Strikes the running pods of a Deployment, and waits until each waits for its next restart. Kubernetes keeps whole
 * seconds: in the second of the release itself, nobody could say that the trouble came later.
 */
async function strike(cluster: Cluster, namespace: string, deployment: string): Promise<void> {
  const releasedBy = Math.floor(Date.now() / 1000);
  await waitUntil("a second after the release", () => Promise.resolve(Math.floor(Date.now() / 1000) > releasedBy));
  const pods = () => servicePods(cluster, namespace, `app=${deployment}`);
  await setFate(cluster, namespace, await pods(), "crash-loop");
  await waitUntil(`${deployment} to crash`, async () =>
    (await pods()).every((pod) => JSON.stringify(pod).includes("CrashLoopBackOff")),
  );
}

async function silence(alertmanager: LabAlertmanager, comment: string): Promise<void> {
  const now = Date.now();
  const [startsAt, endsAt] = [now, now + 3_600_000].map((ms) => new Date(ms).toISOString());
  const matchers = [{ name: "alertname", value: "DiskUsageHigh", isRegex: false, isEqual: true }];
  const response = await fetch(`${alertmanager.url}/api/v2/silences`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ matchers, startsAt, endsAt, createdBy: "ada", comment }),
  });
  if (!response.ok) throw new Error(`making a silence: ${response.status} ${await response.text()}`);
}

describeLab("dry runs of every shipped runbook by a user who may only look", () => {
  let prometheus: LabPrometheus;
  let scene: Scene;
  let streaming: Sandbox;
  let alertmanager: LabAlertmanager;
  const silences = async (): Promise<unknown> => (await fetch(`${alertmanager.url}/api/v2/silences`)).json();
  let silenced: unknown;
  const mutations: SandboxMutation[] = [];
  const codes: Record<string, number | null> = {};
  const proposals: Record<string, readonly string[]> = {};

  beforeAll(async () => {
    // Half of the lookups fail: there is something that a change would be proposed for.
    prometheus = await startPrometheus({ counters: featureLookups({ errorRatio: 0.5, onsetSecondsAgo: 300 }) });
    scene = await openScene({ user: "viewer", kv: "servers", prometheusUrl: prometheus.url });
    const { cluster, namespace } = scene.platform;
    const others = DEPLOYMENTS.map((name) => {
      const manifest = JSON.stringify(featureApiDeployment(namespace, { tag: "1.0.0", replicas: 2, fate: "ready" }));
      // The ConfigMap that they would read is the feature API's own.
      return JSON.parse(manifest.replaceAll(featureApi, name)) as object;
    });
    await cluster.apply(others);
    await Promise.all(DEPLOYMENTS.map((name) => rolledOut(cluster, namespace, name)));
    await strike(cluster, namespace, "deep-thought");
    alertmanager = await startAlertmanager();
    await silence(alertmanager, "somebody else's");
    silenced = await silences();
    expect(silenced).toHaveLength(1);
    // Kafka and Flink are the sandbox's, which records each change that it is asked for.
    streaming = await startSandbox({
      fault: "job-not-running",
      seed: 7,
      startedAtMs: Date.now(),
      now: Date.now,
      onMutation: (mutation) => mutations.push(mutation),
    });
    await writeFile(join(scene.home.cwd, "zipline-streaming.jar"), "PK");
    const file = join(scene.home.cwd, "bigops.yaml");
    const written = parse(await readFile(file, "utf8")) as { environments: { lab: object } };
    const lab = {
      ...written.environments.lab,
      kafka: { brokers: [...streaming.kafkaBrokers] },
      flink: { url: streaming.flinkUrl, jar: "./zipline-streaming.jar" },
      alertmanager: { url: alertmanager.url },
    };
    await writeFile(file, stringify({ ...written, environments: { lab } }));
  });
  afterAll(async () => {
    await alertmanager?.close();
    await streaming?.close();
    await scene?.close();
    await prometheus?.close();
  });

  describe.each(shippedRunbooks)("$name", ({ name, investigation }) => {
    it("makes every check, changes nothing, and ends with the code of what it found", async () => {
      const { cluster, namespace } = scene.platform;
      const before = (await cluster.auditEvents({ user: "viewer", namespace })).length;
      const { document, exitCode, stderr } = await scene.bigops(["run", name, "--dry-run", "--output", "json"]);
      expect(document.checks.map(({ id }) => id)).toEqual(investigation.map(({ id }) => id));
      expect([exitCode, document.exitCode], stderr).toEqual([codeOf(document), codeOf(document)]);
      expect(document.proposals.map(({ digest }) => digest)).toEqual(document.proposals.map(() => null));
      codes[name] = exitCode;
      proposals[name] = document.proposals.map(({ id }) => id);

      const asked = (await cluster.auditEvents({ user: "viewer", namespace })).slice(before);
      // Nodes are in no namespace.
      const looks = investigation.some(({ probe }) => /^kubernetes\.(?!nodes$)/.test(probe));
      if (looks) expect(asked.length).toBeGreaterThan(0);
      expect(asked.filter(({ verb }) => !["get", "list", "watch"].includes(verb))).toEqual([]);
      expect(mutations).toEqual([]);
      expect(await silences()).toEqual(silenced);
    });
  });

  it("were of all runbooks, some of which propose something; nothing outside the namespace was changed either", async () => {
    expect(codes).toEqual(CODES);
    expect(proposals).toMatchObject({
      "prediction-down": ["restart"],
      "replica-unhealthy": ["restart"],
      "streaming-lag": ["start-job"],
    });
    const events = await scene.platform.cluster.auditEvents({ user: "viewer", verbs: mutatingVerbs });
    const own = events.filter(({ namespace }) => namespace === undefined);
    // A self-review says what one may do, and is a `create` by its verb alone.
    expect(own.filter(({ resource }) => !/^self\w+reviews$/.test(resource ?? ""))).toEqual([]);
  });
});
