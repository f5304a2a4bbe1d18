import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { CheckResult } from "../../../src/core/check/check-result.ts";
import { eventually } from "../../contract/flink-place.ts";
import { check } from "../../contract/probes-world.ts";
import { labPlace, type LabPlace } from "../streaming/flink/flink-lab-place.ts";
import "../streaming/injected.ts";

describe.skipIf(inject("streaming") === null)("a real Flink's job that fails for the first time", () => {
  const job = "fails-at-times";
  let place: LabPlace;
  beforeAll(async () => {
    place = await labPlace({ scheduler: "default", slots: 2 }, null);
  });
  afterAll(() => place?.close());

  /** Until it is seen in this state, and judged like that. */
  const seen = (state: string, verdict: CheckResult["verdict"]) =>
    eventually(
      place,
      () => check(place, "flink.job", { job }),
      (result) => result.observed["state"] === state && result.verdict === verdict,
    );

  test("is not told while it may come back, is well once it is back, and fails when it fails again", async () => {
    const delay = { "restart-strategy.fixed-delay.delay": "8s" };
    // It fails some 10 s after each start.
    const id = await place.submit(job, ["--rate", "20", "--failEvery", "200"], delay);
    const once = await seen("RESTARTING", "inconclusive");
    expect(once.summary).toMatch(
      /^RESTARTING for .*; it failed once, and has 68 s to come back: IllegalStateException: entity/,
    );
    const back = await seen("RUNNING", "pass");
    expect(back).toMatchObject({ verdict: "pass", observed: { jobId: id, state: "RUNNING" } });
    const again = await seen("RESTARTING", "fail");
    expect(again).toMatchObject({ verdict: "fail", observed: { jobId: id, state: "RESTARTING" } });
    expect(again.summary).not.toContain("failed once");
  });
});
