import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { startAlertmanager, type LabAlertmanager } from "../alertmanager/start-alertmanager.ts";
import { describeLab } from "../cluster-from-injected.ts";
import { errorRatioQuery, featureLookups } from "../prometheus/feature-lookups.ts";
import { startPrometheus, type LabPrometheus } from "../prometheus/start-prometheus.ts";
import { waitUntil } from "../process/wait-until.ts";
import { openScene, type Scene } from "../run/scene.ts";
import { checkOf } from "../run/told.ts";

/** The design's own rule, with a shorter window and `for`, under its own name and under one that no runbook has an entry for. */
const rule = (alert: string) => ({
  alert,
  expr: `${errorRatioQuery("10s")} > 0.1`,
  for: "2s",
  labels: { severity: "critical", team: "ml-platform" },
  annotations: {
    summary: "Feature store error rate > 10%",
    description: "Feature lookup error rate is {{ $value | humanizePercentage }}",
    runbook: "https://runbooks.internal/feature-store-down",
  },
});
const HOUR_MS = 3_600_000;

describeLab("a run that an alert of a real rule begins", () => {
  let alertmanager: LabAlertmanager;
  let prometheus: LabPrometheus;
  let scene: Scene;

  const post = (alertname: string, annotations: Readonly<Record<string, string>>, endsInMs = HOUR_MS) =>
    alertmanager.post({ alertname }, Date.now() - 60_000, Date.now() + endsInMs, annotations);
  const run = (alert: string, ...args: readonly string[]) =>
    scene.bigops(["run", "--alert", alert, "--dry-run", "--output", "json", ...args]);

  beforeAll(async () => {
    alertmanager = await startAlertmanager();
    prometheus = await startPrometheus({
      counters: featureLookups({ errorRatio: 0.5, onsetSecondsAgo: 300 }),
      alerting: { rules: [rule("FeatureStoreDown"), rule("LookupsFail")], alertmanagerPort: alertmanager.port },
    });
    scene = await openScene({ platform: { releases: 1 }, kv: "servers", prometheusUrl: prometheus.url });
    const file = join(scene.home.cwd, "bigops.yaml");
    const written = parse(await readFile(file, "utf8")) as { environments: { lab: object } };
    const lab = { ...written.environments.lab, alertmanager: { url: alertmanager.url } };
    await writeFile(file, stringify({ ...written, environments: { lab } }));
    const fires = async (): Promise<boolean> => {
      const answer = await fetch(`${alertmanager.url}/api/v2/alerts`);
      return ((await answer.json()) as readonly unknown[]).length === 2;
    };
    await waitUntil("both alerts to fire", fires, { everyMs: 500, timeoutMs: 60_000 });
  });
  afterAll(async () => {
    await scene?.close();
    await prometheus?.close();
    await alertmanager?.close();
  });

  it("is the runbook whose own entry names it, of the alert's severity, and sees the alert fire", async () => {
    const { document, exitCode, stderr } = await run("FeatureStoreDown", "--label", "team=ml-platform");
    expect(document.run).toMatchObject({ runbook: "feature-store-down", severity: "P1" });
    expect(checkOf(document, "alert")).toMatchObject({ verdict: "inconclusive", observed: { firing: 1 } });
    expect(checkOf(document, "error-rate").verdict).toBe("fail");
    expect(exitCode).toBe(1);
    expect(stderr).not.toContain("annotation");
  });

  it("is the runbook that the rule's annotation ends in, where no runbook has an entry for it", async () => {
    const { document, exitCode, stderr } = await run("LookupsFail");
    expect(document.run).toMatchObject({ runbook: "feature-store-down", severity: "P1" });
    expect(checkOf(document, "alert")).toMatchObject({ verdict: "inconclusive", observed: { firing: 1 } });
    expect([checkOf(document, "error-rate").verdict, exitCode]).toEqual(["fail", 1]);
    expect(stderr).toContain("the link among its annotations leads to feature-store-down");
  });

  it("is the runbook that an annotation names outright, before an entry's; that they disagree is said", async () => {
    await post("DiskUsageHigh", { bigops_runbook: "replica-unhealthy", summary: "as somebody wrote" });
    const { document, stderr } = await run("DiskUsageHigh");
    expect(document.run).toMatchObject({ runbook: "replica-unhealthy" });
    expect(stderr).toContain(
      "leads to replica-unhealthy by its annotation bigops_runbook, which goes first; the runbooks' own alerts would lead to disk-usage",
    );
  });

  it("is none where the annotation names no runbook", async () => {
    await post("CacheHitRateLow", { bigops_runbook: "cache-hit-rates" });
    const { exitCode, stderr } = await run("CacheHitRateLow");
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      'bigops_runbook: cache-hit-rates, and there is no such runbook. Did you mean "cache-hit-rate"?',
    );
  });

  it("is none by the annotation of an alert that is resolved: Alertmanager tells it no more", async () => {
    await post("Gone", { runbook: "https://runbooks.internal/feature-store-down" }, -1_000);
    const { exitCode, stderr } = await run("Gone");
    expect(exitCode).toBe(2);
    expect(stderr).toContain("it does not fire: its annotations are not known");
  });

  it("takes its parameters from the labels of the alert as it fires, and says so; what is given by hand goes before", async () => {
    const labels = { alertname: "PredictionLatencyHigh", model: "ranker", job: "kubernetes-pods" };
    await alertmanager.post(labels, Date.now() - 60_000, Date.now() + HOUR_MS);
    const live = await run("PredictionLatencyHigh");
    expect(live.document.run).toMatchObject({ runbook: "latency", parameters: { model: "ranker" } });
    expect(live.stderr).toContain(
      "from the labels of PredictionLatencyHigh as it fires: model=ranker; --param goes before them",
    );
    const given = await run("PredictionLatencyHigh", "-p", "model=other");
    expect(given.document.run).toMatchObject({ parameters: { model: "other" } });
    expect(given.stderr).not.toContain("from the labels");
  });

  it("asks which is meant where several fire and differ", async () => {
    const post = (model: string) =>
      alertmanager.post({ alertname: "ModelLoadFailure", model }, Date.now() - 60_000, Date.now() + HOUR_MS);
    await post("ranker");
    await post("search");
    const { exitCode, stderr } = await run("ModelLoadFailure");
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/2 alerts ModelLoadFailure fire, and differ in model \((?:ranker, search|search, ranker)\)/);
    const one = await run("ModelLoadFailure", "--label", "model=search");
    expect(one.document.run).toMatchObject({ runbook: "model-load-failure", parameters: { model: "search" } });
    // The typed label is no news.
    expect(one.stderr).not.toContain("from the labels");
  });
});
