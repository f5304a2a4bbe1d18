import { expect, test, vi } from "vitest";
import { ClientError } from "../../../src/clients/client-error.ts";
import type { PrometheusClient } from "../../../src/clients/prometheus-client.ts";
import { gatherQuery } from "../../../src/probes/prometheus/gather-query.ts";

const NOW = 1_700_000_000_000;
const question = { query: "x", windowMs: 120_000, lookbackMs: 3_600_000, nowMs: NOW };
const { signal } = new AbortController();

function prometheus(fields: Partial<PrometheusClient> = {}): PrometheusClient {
  return {
    vantage: "from here",
    displayUrl: "http://prom",
    query: async () => ({ result: [{ labels: {}, value: 1, atMs: NOW }], warnings: ["w"], infos: [] }),
    queryRange: async () => ({ result: [], warnings: ["w", "v"], infos: [] }),
    ...fields,
  };
}

const refused = () => Promise.reject(new ClientError("server-error", "Prometheus answered 503", "ask again"));

test("the past ends now, an hour back in steps of a sixtieth of the window", async () => {
  let asked: readonly number[] = [];
  const queryRange: PrometheusClient["queryRange"] = async (_query, startMs, endMs, stepMs) => {
    asked = [startMs, endMs, stepMs];
    return { result: [], warnings: [], infos: [] };
  };
  await gatherQuery(prometheus({ queryRange }), question, signal);
  expect(asked).toEqual([NOW - 3_600_000, NOW, 2_000]);
});

test("warnings of both answers, each once", async () => {
  expect((await gatherQuery(prometheus(), question, signal)).warnings).toEqual(["w", "v"]);
});

test("without its past a value is still a value", async () => {
  const facts = await gatherQuery(prometheus({ queryRange: refused }), question, signal);
  expect(facts).toMatchObject({ past: null, pastFailure: "Prometheus answered 503", samples: [{ value: 1 }] });
});

test("without the value there is nothing, and the past that fails too is not left behind", async () => {
  await expect(gatherQuery(prometheus({ query: refused, queryRange: refused }), question, signal)).rejects.toThrow(
    "503",
  );
});

test("the value, its age and its past are asked at the same time", async () => {
  const began: string[] = [];
  const both = prometheus({
    query: async (query) => {
      began.push(query === "x" ? "now" : "age");
      await new Promise((resolve) => setTimeout(resolve, 20));
      return { result: [], warnings: [], infos: [] };
    },
    queryRange: async () => {
      began.push("past");
      return { result: [], warnings: [], infos: [] };
    },
  });
  const running = gatherQuery(both, question, signal);
  expect(began.sort()).toEqual(["age", "now", "past"]);
  await running;
});

test.each([
  ["what is left of the check's time, but for a fifth", 200, 160],
  ["all but two seconds of a long one", 40_000, 38_000],
])("the past may take %s", async (_, leftMs, patienceMs) => {
  const asked = vi.spyOn(AbortSignal, "timeout");
  await gatherQuery(prometheus(), { ...question, leftMs }, signal);
  expect(asked).toHaveBeenCalledWith(patienceMs);
  asked.mockRestore();
});

test("a past that does not come is given up in time for the check to say so", async () => {
  const queryRange: PrometheusClient["queryRange"] = (_query, _start, _end, _step, until) =>
    new Promise((_, reject) => {
      until.addEventListener("abort", () => reject(new ClientError("timeout", "no answer", "")), { once: true });
    });
  const facts = await gatherQuery(prometheus({ queryRange }), { ...question, leftMs: 100 }, signal);
  expect(facts).toMatchObject({ past: null, samples: [{ value: 1 }] });
  expect(facts.pastFailure).toMatch(/^Prometheus did not tell the past within/);
});
