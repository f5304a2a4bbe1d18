import { describe, expect, it } from "vitest";
import type * as z from "zod";
import { alertsAnswer, silenceAnswer, silencesAnswer, statusAnswer } from "../../src/clients/alertmanager/answers.ts";
import * as flink from "../../src/clients/flink/schemas.ts";
import { refuseUnlessLease } from "../../src/clients/kubernetes-lease/lease-shape.ts";
import { envelope, queryData } from "../../src/clients/prometheus/schemas.ts";

/** Enough for 5 MB of `{}` with their commas. */
const ENTRIES = 1_700_000;
const empty = JSON.parse(`[${"{},".repeat(ENTRIES - 1)}{}]`) as readonly unknown[];
const wrongLabels = Object.fromEntries(Array.from({ length: 200_000 }, (_, i) => [`label${i}`, i]));

const time = "2026-11-22T22:41:40.891Z";
const silence = { id: "a", status: { state: "active" }, startsAt: time, endsAt: time, updatedAt: time };
const job = { jid: "a", name: "a", state: "RUNNING", "start-time": 1, "end-time": -1, now: 1 };
const counts = { completed: 0, failed: 0, in_progress: 0 };

describe("megabytes of entries that do not fit have one issue", () => {
  it.each<[string, z.ZodType, unknown, string]>([
    ["Prometheus's vector", queryData, { resultType: "vector", result: empty }, "result.0.metric"],
    ["Prometheus's matrix", queryData, { resultType: "matrix", result: empty }, "result.0.metric"],
    [
      "a series' points",
      queryData,
      { resultType: "matrix", result: [{ metric: {}, values: empty }] },
      "result.0.values.0",
    ],
    [
      "a series' labels",
      queryData,
      { resultType: "vector", result: [{ metric: wrongLabels }] },
      "result.0.metric.label0",
    ],
    ["Prometheus's warnings", envelope, { status: "success", warnings: empty }, "warnings.0"],
    ["alerts", alertsAnswer, empty, "0.fingerprint"],
    ["silences", silencesAnswer, empty, "0.id"],
    [
      "a silence's matchers",
      silenceAnswer,
      { ...silence, createdBy: "a", comment: "", matchers: empty },
      "matchers.0.name",
    ],
    ["Alertmanager's members", statusAnswer, { cluster: { status: "ready", peers: empty } }, "cluster.peers.0.name"],
    ["Flink's jobs", flink.jobs, { jobs: empty }, "jobs.0.jid"],
    ["a job's tasks", flink.jobs, { jobs: [{ ...job, tasks: { a: "1", b: "2" } }] }, "jobs.0.tasks.a"],
    ["a job's vertices", flink.job, { ...job, timestamps: {}, vertices: empty }, "vertices.0.id"],
    ["a job's plan", flink.job, { ...job, timestamps: {}, vertices: [], plan: { nodes: empty } }, "plan.nodes.0.id"],
    [
      "a job's exceptions",
      flink.exceptions,
      { exceptionHistory: { entries: empty, truncated: false } },
      "exceptionHistory.entries.0.exceptionName",
    ],
    ["a job's checkpoints", flink.checkpoints, { counts, latest: {}, history: empty }, "history.0.id"],
    ["a vertex' subtasks", flink.backpressure, { status: "ok", subtasks: empty }, "subtasks.0.subtask"],
    ["the names of metrics", flink.metricNames, empty, "0.id"],
    ["metrics", flink.metrics, empty, "0.id"],
    ["sums", flink.sums, empty, "0.id"],
    ["what a job requires", flink.resourceRequirements, { a: {}, b: {} }, "a.parallelism"],
    ["jars", flink.jars, { files: empty }, "files.0.id"],
  ])("%s", (_, schema, answer, place) => {
    const issues = schema.safeParse(answer).error?.issues ?? [];
    expect(issues).toHaveLength(1);
    expect(issues[0]?.path.join(".")).toBe(place);
  });

  it("a lease's annotations", () => {
    const metadata = { name: "a", namespace: "a", resourceVersion: "1", annotations: wrongLabels };
    expect(() => refuseUnlessLease({ metadata }, "read lease a")).toThrow(/metadata\.annotations\.label0 is not as/);
  });
});
