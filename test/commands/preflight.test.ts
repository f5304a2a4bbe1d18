import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { PreflightDocument } from "../../src/core/preflight/preflight-document.ts";
import { closedPort } from "../clients/servers.ts";
import { makeHome } from "./harness/home.ts";
import { runBigops } from "./harness/run-bigops.ts";
import { startStaging } from "./harness/staging.ts";

const home = makeHome();
afterAll(() => home.remove());

const sandbox = ["preflight", "feature-store-down", "--env", "sandbox"];

describe("bigops preflight", () => {
  it("finds everything of the sandbox, as a table, JSON and JUnit alike", async () => {
    const json = join(home.cwd, "preflight.json");
    const junit = join(home.cwd, "preflight.xml");
    const ended = await runBigops(home, [
      ...sandbox,
      "--output",
      "text",
      "--output",
      `json=${json}`,
      "--output",
      `junit=${junit}`,
    ]);
    expect(ended).toMatchObject({ exitCode: 0, stderr: "" });
    const document = JSON.parse(readFileSync(json, "utf8")) as PreflightDocument;
    expect(document).toMatchObject({ schema: "bigops.preflight/v1", environment: "sandbox", exitCode: 0 });
    const { length } = document.findings;
    expect(document.findings.map(({ status }) => status)).toEqual(Array.from({ length }, () => "there"));
    expect(ended.stdout).toContain(`0 missing, 0 forbidden, 0 could not be told, ${length} there`);
    expect(ended.stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(readFileSync(junit, "utf8")).toContain(`tests="${length}" failures="0" errors="0"`);
  });

  it("finds everything of all shipped runbooks, also where hardly anything fails", { timeout: 180_000 }, async () => {
    const args = ["preflight", "--env", "sandbox", "--timeout", "60s", "--output", "json"];
    const { stdout, exitCode } = await runBigops(home, args, { timeoutMs: 170_000 });
    const { findings, runbooks } = JSON.parse(stdout) as PreflightDocument;
    expect(runbooks.length).toBeGreaterThan(10);
    expect(findings.filter(({ status }) => status !== "there")).toEqual([]);
    expect(exitCode).toBe(0);
  });

  it("says what a runbook of one's own names and nobody has", async () => {
    writeFileSync(
      join(home.cwd, "mine.yaml"),
      `name: mine
title: Mine
severity: P2
investigation:
  - id: pods
    kubernetes.pods: { deployment: shop }
  - id: queue
    prometheus.query: { query: "sum(no_such_metric)", fail: value > 1 }
causes:
  - { id: crashing, title: the shop crashes, when: pods.crashing > 0, because: Its pods crash. }
mitigation:
  - { id: restart, for: crashing, kubernetes.rollout-restart: { deployment: shop }, verify: [pods] }
`,
    );
    const { stdout, exitCode } = await runBigops(home, [
      "preflight",
      "mine.yaml",
      "--env",
      "sandbox",
      "--output",
      "json",
    ]);
    const { findings } = JSON.parse(stdout) as PreflightDocument;
    const by = (status: string) =>
      findings.filter((finding) => finding.status === status).map(({ subject }) => subject);
    expect(by("missing")).toEqual(["check pods (kubernetes.pods)", "mitigation restart (kubernetes.rollout-restart)"]);
    expect(by("unknown")).toEqual(["check queue (prometheus.query)", "series no_such_metric"]);
    expect(exitCode).toBe(1);
  });

  describe("a copy of a shipped runbook that has rotted", { timeout: 120_000 }, () => {
    const shipped = readFileSync(new URL("../../runbooks/latency.yaml", import.meta.url), "utf8");
    const preflightOf = async (file: string, text: string) => {
      expect(text).not.toBe(shipped);
      writeFileSync(join(home.cwd, file), text.replace("name: latency", "name: latency-copy"));
      const args = ["preflight", file, "--env", "sandbox", "--timeout", "60s", "--output", "json"];
      return runBigops(home, args, { timeoutMs: 110_000 });
    };

    it.each([
      [
        "a key that its ConfigMap has not",
        "key: cache.l1.entries",
        "key: cache.l1.renamed",
        /no key cache\.l1\.renamed; .*cache\.l1\.entries/,
      ],
      [
        "a key that holds something else",
        "key: cache.l1.entries",
        "key: cache.ttl",
        /what key [\w.]*cache\.ttl holds is no integer/,
      ],
    ])("by %s: a run could not make it, which is missing", async (_, was, is, words) => {
      const { stdout, exitCode } = await preflightOf("rotted.yaml", shipped.replace(was, is));
      const { findings } = JSON.parse(stdout) as PreflightDocument;
      expect(findings.filter(({ status }) => status !== "there")).toEqual([
        {
          subject: "mitigation enlarge-l1 (kubernetes.config)",
          status: "missing",
          detail: expect.stringMatching(words),
          hint: "correct the runbook, or bring back what it names",
          usedBy: ["latency-copy/enlarge-l1"],
        },
      ]);
      expect(exitCode).toBe(1);
    });

    it("by nothing: that a value is set already is as it should be", async () => {
      const off = shipped.replace('value: "on"', 'value: "off"');
      const { stdout, exitCode } = await preflightOf("same.yaml", off);
      const { findings } = JSON.parse(stdout) as PreflightDocument;
      const step = findings.find(({ subject }) => subject.startsWith("mitigation cache-hot-keys"));
      expect(step).toMatchObject({ status: "there", detail: expect.stringMatching(/^not now: .*"off" already/) });
      expect(exitCode).toBe(0);
    });
  });

  it("asks the Alertmanager that runs from an alert ask: one that does not answer cannot be told", async () => {
    const mine = { alertmanager: { url: `http://127.0.0.1:${await closedPort()}` }, commands: { allow: ["true"] } };
    writeFileSync(join(home.cwd, "bigops.yaml"), JSON.stringify({ environments: { mine } }));
    const runbook = (name: string, alerts: string) => `name: ${name}
title: The shop is down
severity: P2
${alerts}
investigation:
  - { id: works, command: { run: ["true"] } }
`;
    writeFileSync(join(home.cwd, "alerted.yaml"), runbook("alerted", "alerts: [ShopDown]"));
    writeFileSync(join(home.cwd, "by-hand.yaml"), runbook("by-hand", ""));
    const asked = await runBigops(home, ["preflight", "alerted.yaml", "--env", "mine", "--output", "json"]);
    expect(JSON.parse(asked.stdout)).toMatchObject({
      exitCode: 3,
      findings: [
        {
          subject: "Alertmanager",
          status: "unknown",
          detail: expect.stringContaining(mine.alertmanager.url),
          usedBy: ["alerted/alerts"],
        },
        { subject: "check works (command)", status: "there" },
      ],
    });
    expect(asked.exitCode).toBe(3);
    const needless = await runBigops(home, ["preflight", "by-hand.yaml", "--env", "mine", "--output", "json"]);
    expect(needless.exitCode).toBe(0);
    expect(needless.stdout).not.toContain("Alertmanager");
  });

  it("says that what is done by a server that the environment does not name would not be offered, which is no failure", async () => {
    const other = makeHome();
    const staging = await startStaging(other, { fault: "none", streaming: true });
    try {
      const preflight = [
        "preflight",
        "streaming-lag",
        "-p",
        "day-before=10m",
        "-p",
        "week-before=20m",
        "--timeout",
        "30s",
      ];
      const file = join(other.cwd, "bigops.yaml");
      const config = JSON.parse(readFileSync(file, "utf8")) as {
        environments: {
          staging: { alertmanager?: object; flink?: object; pager: { targets: Record<string, unknown> } };
        };
      };
      const { staging: environment } = config.environments;
      environment.pager.targets["data-platform"] = environment.pager.targets["secondary"];
      delete environment.alertmanager;
      writeFileSync(file, JSON.stringify(config));
      const { stdout, exitCode } = await runBigops(other, [...preflight]);
      expect(stdout.replaceAll(/\s+/g, " ")).toContain(
        "warning mitigation silence-alert (alertmanager.silence) not configured here, so that it would not be offered: " +
          "the environment has no Alertmanager (for streaming-lag/silence-alert); where there is one, " +
          "add environments.staging.alertmanager to bigops.yaml",
      );
      expect(stdout).toMatch(/ 0 missing, 0 forbidden, 0 could not be told, 1 to know, \d+ there\n/);
      expect(exitCode).toBe(0);

      // What is asked of a server that is not named ends in error, and is missing as before.
      delete environment.flink;
      writeFileSync(file, JSON.stringify(config));
      const without = await runBigops(other, [...preflight, "--output", "json"]);
      const { findings } = JSON.parse(without.stdout) as PreflightDocument;
      expect(findings.filter(({ status }) => status === "missing").map(({ subject }) => subject)).toEqual([
        "check job (flink.job)",
        "check backpressure (flink.backpressure)",
        "check checkpoints (flink.checkpoints)",
      ]);
      expect(without.exitCode).toBe(1);
    } finally {
      await staging.close();
      other.remove();
    }
  });

  it("names the group, the topics, the job, the jar and the pods that it found", async () => {
    const args = [
      "preflight",
      "streaming-lag",
      "feature-store-down",
      "--env",
      "sandbox",
      "-p",
      "topics=booking-events,search-events",
    ];
    const { stdout } = await runBigops(home, [...args, "--output", "json"]);
    const { findings } = JSON.parse(stdout) as PreflightDocument;
    const there = findings.filter(({ status }) => status === "there").map(({ subject }) => subject);
    expect(there).toEqual(
      expect.arrayContaining([
        "consumer group zipline-consumer",
        "topic booking-events",
        "topic search-events",
        "Flink job zipline-streaming",
        "jar zipline-streaming.jar",
        "pods behind service kv-store",
        "pods with app=kv-store,role=replica",
      ]),
    );
  });

  it.each([
    ["group=nope", ["consumer group nope"]],
    [
      "job=nope",
      [
        "Flink job nope",
        "mitigation increase-parallelism (flink.rescale)",
        "mitigation relax-checkpoints (flink.checkpointing)",
      ],
    ],
    ["topics=nope", ["check lag (kafka.consumer-lag)"]],
  ])("streaming-lag with %s: it is missing", async (parameter, subjects) => {
    const args = ["preflight", "streaming-lag", "--env", "sandbox", "-p", parameter, "--output", "json"];
    const { stdout, exitCode } = await runBigops(home, args);
    const { findings } = JSON.parse(stdout) as PreflightDocument;
    expect(findings.filter(({ status }) => status === "missing").map((finding) => finding.subject)).toEqual(subjects);
    expect(exitCode).toBe(1);
  });

  it.each([
    [["nope"], "there is no runbook"],
    [["feature-store-down", "--env", "nope"], "nope"],
    [[...sandbox.slice(1), "-p", "nope=1"], "none of these runbooks has a parameter nope"],
    [[...sandbox.slice(1), "--output", "events"], "a preflight has no events"],
    [[...sandbox.slice(1), "--timeout", "soon"], "is no duration"],
  ])("%j is wrong usage", async (args, words) => {
    const { exitCode, stdout, stderr } = await runBigops(home, ["preflight", ...args]);
    expect(exitCode).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(words);
  });
});
