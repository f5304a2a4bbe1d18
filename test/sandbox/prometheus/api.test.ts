import { describe, expect, it } from "vitest";
import { ERROR_RATIO, STARTED_AT_MS, testSandbox, type TestSandbox } from "../harness.ts";

interface Answer {
  status: string;
  errorType?: string;
  error?: string;
  data: {
    resultType: string;
    result: { metric: Record<string, string>; values: [number, string][]; value: [number, string] }[];
  };
}

async function ask(started: TestSandbox, path: string, parameters: Record<string, string>, method = "GET") {
  const form = new URLSearchParams(parameters);
  const url = `${started.sandbox.prometheusUrl}${path}`;
  const response =
    method === "GET" ? await fetch(`${url}?${form.toString()}`) : await fetch(url, { method, body: form });
  return { code: response.status, body: (await response.json()) as Answer };
}

const seconds = STARTED_AT_MS / 1000;

describe("the query API", () => {
  it("answers GET and a posted form alike", async () => {
    await using started = await testSandbox({ fault: "none" });
    const asked = { query: "sum by (namespace) (rate(feature_lookups_total[2m]))", time: String(seconds) };
    const got = await ask(started, "/api/v1/query", asked);
    expect(got.body.status).toBe("success");
    expect(got.body.data.result.map((one) => one.metric["namespace"])).toEqual(["pricing", "search"]);
    expect(await ask(started, "/api/v1/query", asked, "POST")).toEqual(got);
  });

  it("has two hours and more of samples, one a second", async () => {
    await using started = await testSandbox({ fault: "none" });
    const { body } = await ask(started, "/api/v1/query", {
      query: 'feature_lookups_total{feature_group="user_booking_features"}[3h]',
    });
    const values = body.data.result[0]?.values ?? [];
    expect(values.length).toBeGreaterThan(2 * 3600);
    for (const [index, [at, value]] of values.entries()) {
      const [before, less] = values[index - 1] ?? [at - 1, "0"];
      expect(at - before).toBe(1);
      expect(Number(value)).toBeGreaterThanOrEqual(Number(less));
    }
    expect(values.at(-1)?.[0]).toBe(seconds);
  });

  it("has nothing of the future", async () => {
    await using started = await testSandbox({ fault: "none" });
    const later = { query: "feature_lookups_total", time: String(seconds + 3600) };
    expect((await ask(started, "/api/v1/query", later)).body.data.result).toEqual([]);
  });

  it("shows the onset of the errors after the release, in a range", async () => {
    await using started = await testSandbox({ fault: "bad-rollout-ready" });
    const asked = { query: ERROR_RATIO, start: String(seconds - 3600), end: String(seconds), step: "15s" };
    const { body } = await ask(started, "/api/v1/query_range", asked);
    const values = body.data.result[0]?.values ?? [];
    const breaching = values.filter(([, value]) => Number(value) > 0.1);
    expect(values).toHaveLength(241);
    const onset = breaching[0]?.[0] ?? 0;
    // Errors of 42 % from about 190 s ago on take about 29 s to be 10 % of a 2 min window.
    expect(seconds - onset).toBeGreaterThan(130);
    expect(seconds - onset).toBeLessThan(190);
    expect(values.slice(values.findIndex(([at]) => at === onset)).every(([, value]) => Number(value) > 0.1)).toBe(true);
  });

  it.each([
    [{ query: "up[" }, 400, "bad_data"],
    [{ query: "" }, 400, "bad_data"],
    [{ query: "up", time: "yesterday" }, 400, "bad_data"],
  ])("refuses %j as Prometheus does", async (asked, code, errorType) => {
    await using started = await testSandbox({ fault: "none" });
    const answer = await ask(started, "/api/v1/query", asked);
    expect(answer.code).toBe(code);
    expect(answer.body).toMatchObject({ status: "error", errorType });
  });

  it.each([
    [{ query: "up", end: "2", step: "1" }, 'invalid parameter "start": cannot parse "" to a valid timestamp'],
    [
      { query: "up", start: "2", end: "1", step: "1" },
      'invalid parameter "end": end timestamp must not be before start time',
    ],
    [
      { query: "up", start: "1", end: "2", step: "0" },
      'invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer',
    ],
    [
      { query: "up", start: "0", end: "11001", step: "1" },
      "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)",
    ],
  ])("refuses the range %j in Prometheus's words", async (asked, error) => {
    await using started = await testSandbox({ fault: "none" });
    const answer = await ask(started, "/api/v1/query_range", asked);
    expect(answer).toMatchObject({ code: 400, body: { status: "error", errorType: "bad_data", error } });
  });

  it("says what it does not implement", async () => {
    await using started = await testSandbox({ fault: "none" });
    expect((await ask(started, "/api/v1/labels", {})).code).toBe(501);
    expect((await fetch(`${started.sandbox.prometheusUrl}/-/healthy`)).status).toBe(200);
    expect((await ask(started, "/api/v1/status/buildinfo", {})).body.status).toBe("success");
  });
});
