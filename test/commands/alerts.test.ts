import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { makeHome } from "./harness/home.ts";
import { runBigops } from "./harness/run-bigops.ts";

const home = makeHome();
afterAll(() => home.remove());

interface Document {
  readonly run: { readonly runbook: string; readonly severity: string; readonly parameters: Record<string, unknown> };
  readonly outcome: string;
  readonly causes: readonly { readonly id: string }[];
  readonly proposals: readonly object[];
  readonly checks: readonly { readonly id: string; readonly role: string; readonly verdict: string }[];
}

const dryRun = async (...args: readonly string[]) => {
  const all = ["run", ...args, "--env", "sandbox", "--dry-run", "--output", "json"];
  const { stdout, stderr, exitCode } = await runBigops(home, all);
  return { document: JSON.parse(stdout) as Document, stderr, exitCode };
};

describe("bigops run --alert", () => {
  it("runs the runbook that the alert leads to, with its severity, its labels as parameters and itself as a symptom", async () => {
    const alert = ["--alert", "PredictionLatencyHigh", "--label", "deployment=feature-api", "--label", "team=ml"];
    const { document, exitCode } = await dryRun(...alert);
    expect(document.run).toMatchObject({
      runbook: "latency",
      severity: "P2",
      parameters: { deployment: "feature-api", serving: "deep-thought" },
    });
    expect(document.checks[0]).toMatchObject({ id: "alert", role: "symptom", verdict: "pass" });
    expect(exitCode).toBe(0);
  });

  it("takes the alert's severity where its runbook serves several", async () => {
    const { document } = await dryRun("--alert", "StreamingPipelineDown");
    expect(document.run).toMatchObject({ runbook: "streaming-lag", severity: "P1" });
  });

  it("takes no scrape job's name for a Flink job's: Prometheus's label job says where a metric came from", async () => {
    const { document, exitCode, stderr } = await dryRun(
      "--alert",
      "StreamingPipelineDown",
      "--label",
      "job=flink-jobmanager",
    );
    expect(document.run.parameters).toMatchObject({ job: "zipline-streaming" });
    expect(stderr).toContain("the label job=flink-jobmanager does not fill the parameter job: the label job_name does");
    expect({ outcome: document.outcome, exitCode }).toEqual({ outcome: "healthy", exitCode: 0 });
  });

  it("starts no job that nobody but an alert's label knows, unless the operator names it", async () => {
    const alert = ["--alert", "StreamingPipelineDown", "--label", "job_name=ziplin-streaming"];
    const heard = await dryRun(...alert);
    expect(heard.document.causes.map(({ id }) => id)).toEqual(["job-not-running"]);
    expect(heard.document.proposals).toMatchObject([]);
    const said = await dryRun(...alert, "-p", "job=ziplin-streaming");
    expect(said.document.proposals).toMatchObject([{ plan: { summary: "start ziplin-streaming without state" } }]);
  });

  it("is not healthy while the alert fires, whatever the other checks say", async () => {
    const { document, exitCode } = await dryRun(
      "--alert",
      "FeatureLatencyHigh",
      "--fault",
      "cache-l1-cold",
      "--check",
      "alert",
      "--check",
      "serving-queue",
    );
    expect(document.checks.filter(({ verdict }) => verdict !== "skipped")).toMatchObject([
      { id: "alert", verdict: "inconclusive" },
      { id: "serving-queue", verdict: "pass" },
    ]);
    expect({ outcome: document.outcome, exitCode }).toEqual({ outcome: "inconclusive", exitCode: 3 });
  });

  it.each([
    [
      ["--alert", "FeatureLatncyHigh"],
      [/no runbook answers the alert "FeatureLatncyHigh"/, /"FeatureLatencyHigh"\?/],
    ],
    [["latency", "--alert", "FeatureLatencyHigh"], [/either the runbook latency or --alert/]],
    [["latency", "--label", "a=b"], [/--label is for --alert only/]],
    [["--alert", "FeatureLatencyHigh", "--label", "namespace"], [/--label namespace is no key=value/]],
  ])("%j is wrong usage", async (args, words) => {
    const { stderr, exitCode } = await runBigops(home, ["run", ...args, "--env", "sandbox"]);
    for (const word of words) expect(stderr).toMatch(word);
    expect(exitCode).toBe(2);
  });

  it("says which runbooks an ambiguous alert might mean", async () => {
    const text = (name: string) => `name: ${name}
title: Mine
severity: P4
alerts: [MineDown]
investigation:
  - id: pods
    kubernetes.pods: { deployment: mine }
`;
    mkdirSync(join(home.cwd, "runbooks"));
    for (const name of ["mine", "mine-too"]) writeFileSync(join(home.cwd, "runbooks", `${name}.yaml`), text(name));
    writeFileSync(
      join(home.cwd, "bigops.yaml"),
      `runbooks: [./runbooks]\nenvironments:\n  mine: { kubernetes: { context: mine } }\n`,
    );
    const { stderr, exitCode } = await runBigops(home, ["run", "--alert", "MineDown", "--env", "mine"]);
    expect(stderr).toMatch(/leads to 2 runbooks: mine-too; mine$/m);
    expect(exitCode).toBe(2);
  });
});
