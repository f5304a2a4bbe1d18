import { describe, expect, test } from "vitest";
import * as z from "zod";
import type { Judgement } from "../../src/core/check/check-result.ts";
import type { Verdict } from "../../src/core/check/verdict.ts";
import { judgeEndpoints, endpointsObserved } from "../../src/probes/endpoints/judge-endpoints.ts";
import { backpressureObserved } from "../../src/probes/flink/backpressure-observed.ts";
import { checkpointsObserved } from "../../src/probes/flink/checkpoints-observed.ts";
import { judgeBackpressure } from "../../src/probes/flink/judge-backpressure.ts";
import { judgeCheckpoints } from "../../src/probes/flink/judge-checkpoints.ts";
import { healthObserved } from "../../src/probes/health/health-observed.ts";
import { judgeHealth } from "../../src/probes/health/judge-health.ts";
import { readHealthBody } from "../../src/probes/health/read-health-body.ts";
import { judgeAsExpected } from "../../src/probes/judge-as-expected.ts";
import { checkpoint, checkpoints, choice, CONFIG, job, subtask } from "./flink/fixtures.ts";
import { ended, RULES } from "./flink/judged-checkpoints.ts";

interface Conditions {
  readonly pass?: string;
  readonly fail?: string;
  readonly warn?: string;
}

function expecting(own: Judgement, conditions: Conditions, schema: z.ZodObject = z.object({ value: z.number() })) {
  return judgeAsExpected(own, { pass: null, fail: null, warn: null, ...conditions }, schema);
}

function own(verdict: Verdict, value = 5): Judgement {
  return { verdict, summary: "as seen", observed: { value }, evidence: [], flip: null, notes: [] };
}

describe("what the probe cannot tell", () => {
  test.each<[Conditions, Verdict]>([
    [{ fail: "value > 10" }, "inconclusive"],
    [{ fail: "value > 1" }, "fail"],
    [{ fail: "missing > 1" }, "inconclusive"],
    [{ pass: "value < 10" }, "pass"],
    [{ pass: "value < 10", fail: "value > 20" }, "pass"],
    [{ pass: "value < 1", fail: "value > 20" }, "inconclusive"],
    [{ pass: "value < 1" }, "fail"],
    [{ warn: "value > 1" }, "inconclusive"],
    [{}, "inconclusive"],
  ])("with %j", (conditions, verdict) => {
    expect(expecting(own("inconclusive"), conditions).verdict).toBe(verdict);
  });

  test("is neither explained nor noted by a limit that is kept", () => {
    expect(expecting(own("inconclusive"), { fail: "value > 10", warn: "value > 1" })).toEqual(own("inconclusive"));
    expect(expecting(own("error"), { fail: "value > 10" })).toEqual(own("error"));
  });
});

test("a condition decides over what the probe's rule decided", () => {
  expect(expecting(own("fail"), { fail: "value > 10" }).verdict).toBe("pass");
  expect(expecting(own("pass"), { fail: "value > 1" })).toMatchObject({
    verdict: "fail",
    summary: "as seen; fail condition holds: value > 1",
    flip: "the condition that decides: fail when value > 1",
  });
  expect(expecting(own("pass"), { fail: "value > 10", warn: "value > 1" }).notes).toEqual(["warning: value > 1"]);
});

describe("a limit that is kept is no proof", () => {
  const conditions = { fail: "failing || slow || stale" };
  const completed = checkpoints(checkpoint(1, ended(30_000)));
  const detail = (one = job(), config = CONFIG) => ({ job: one, checkpoints: completed, config });
  test.each([
    ["no such job", { choice: choice({ chosen: null, running: 0, matching: [] }), detail: null }],
    ["two of them", { choice: choice({ chosen: null, running: 2 }), detail: null }],
    ["a job that failed", { choice: choice(), detail: detail(job({ state: "FAILED" })) }],
    ["checkpoints that are off", { choice: choice(), detail: detail(job(), { ...CONFIG, intervalMs: null }) }],
  ])("checkpoints of %s", (_what, facts) => {
    expect(expecting(judgeCheckpoints(facts, RULES), conditions, checkpointsObserved).verdict).toBe("inconclusive");
  });

  test("of checkpoints that nobody has looked at", () => {
    const nobody = judgeCheckpoints({ choice: choice({ chosen: null, running: 0 }), detail: null }, RULES);
    expect(checkpointsObserved.safeParse(nobody.observed).success).toBe(true);
    expect(expecting(nobody, { pass: "!failing && !slow && !stale" }, checkpointsObserved).verdict).toBe(
      "inconclusive",
    );
    expect(expecting(nobody, { pass: "failed == 0" }, checkpointsObserved).verdict).toBe("inconclusive");
  });

  test("backpressure with an operator without a sample", () => {
    const one = job();
    const loads = one.vertices.map((vertex, at) => ({ vertex, subtasks: at === 0 ? null : [subtask(0, 0.1, 0.9)] }));
    const facts = { choice: choice(), job: one, loads, pendingRecords: null, waitedMs: 0 };
    const judged = judgeBackpressure(facts, { job: "zipline-streaming", settleMs: 20_000 });
    expect(expecting(judged, { fail: "ratio > 0.8" }, backpressureObserved).verdict).toBe("inconclusive");
  });

  test("endpoints that are published whether ready or not", () => {
    const endpoints = ["kv-0", "kv-1"].map((name) => ({ name, ready: true, terminating: false, portless: false }));
    const facts = { of: "service", selector: {}, externalName: null, publishesNotReady: true, endpoints } as const;
    expect(expecting(judgeEndpoints(facts), { fail: "ready < 2" }, endpointsObserved).verdict).toBe("inconclusive");
  });

  test.each([
    [302, "text/plain", ""],
    [401, "application/json", "{}"],
    [200, "text/html", "<!doctype html><title>Sign in</title>"],
  ])("an answer of %i, %s", (status, contentType, body) => {
    const judged = judgeHealth({
      status,
      latencyMs: 4,
      contentType,
      body: readHealthBody(body, contentType, "status"),
    });
    expect(expecting(judged, { fail: "latencyMs > 500" }, healthObserved).verdict).toBe("inconclusive");
  });
});
