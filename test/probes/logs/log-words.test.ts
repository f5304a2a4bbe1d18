import { describe, expect, test } from "vitest";
import { judgeLogs } from "../../../src/probes/logs/judge-logs.ts";
import type { ContainerLog, LogFacts } from "../../../src/probes/logs/log-facts.ts";

const AT = "2026-11-22T03:06:40Z";

const log = (text: string, fields: Partial<ContainerLog> = {}): ContainerLog => ({
  pod: "a",
  previous: false,
  text,
  cut: false,
  older: false,
  ...fields,
});

function judge(logs: readonly ContainerLog[], facts: Partial<LogFacts> = {}, shown = 5) {
  return judgeLogs({ pods: 1, logs, unread: [], sinceMs: 600_000, ...facts }, shown);
}

test("one error: the whole judgement", () => {
  expect(judge([log(`${AT} ERROR pool closed\n${AT} started\n`)])).toEqual({
    verdict: "pass",
    summary: "1 of 2 lines are errors: ERROR pool closed ×1",
    observed: {
      lines: 2,
      errors: 1,
      errorRatio: 0.5,
      podsTotal: 1,
      podsRead: 1,
      cut: false,
      patternsTotal: 1,
      patterns: [
        {
          template: "ERROR pool closed",
          count: 1,
          pods: 1,
          firstAt: AT,
          lastAt: AT,
          level: null,
          service: null,
          errorType: null,
          namespace: null,
          featureGroup: null,
        },
      ],
      unread: [],
    },
    evidence: [{ what: 'errors "ERROR pool closed"', value: 1, atMs: Date.parse(AT) }],
    flip: null,
    notes: [],
  });
});

describe("the summary", () => {
  test.each<[string, readonly ContainerLog[], Partial<LogFacts>, string, string]>([
    ["no pods", [], { pods: 0 }, "inconclusive", "no pods to read logs of"],
    ["one that cannot be read", [], { pods: 1 }, "inconclusive", "no logs of 1 pod could be read"],
    ["two that cannot be read", [], { pods: 2 }, "inconclusive", "no logs of 2 pods could be read"],
    ["nothing was written", [log(" \n\n")], { sinceMs: 300_000 }, "pass", "no lines in the last 5 min"],
    ["nothing went wrong", [log("started\nready")], {}, "pass", "no errors in 2 lines"],
  ])("%s", (_what, logs, facts, verdict, summary) => {
    expect(judge(logs, facts)).toMatchObject({ verdict, summary, evidence: [] });
  });
});

describe("lines", () => {
  test.each([
    ["blank ones are none", "one\n\n  \ntwo\n", false, 2],
    ["the last needs no end", "one\ntwo", false, 2],
    ["the last of a log that was cut may be half", "one\ntwo\nthr", true, 2],
    ["one that was cut at a line's end is whole", "one\ntwo\n", true, 2],
  ])("%s", (_what, text, cut, lines) => {
    expect(judge([log(text, { cut })]).observed["lines"]).toBe(lines);
  });

  test("however they end they are the same", () => {
    const lines = [`${AT} {"level":"ERROR","message":"lookup of 5 failed"}`, "ERROR pool closed", "started", ""];
    expect(judge([log(lines.join("\r\n"))])).toEqual(judge([log(lines.join("\n"))]));
  });
});

test("only so many patterns are shown, of what was observed and as evidence; one whose time is unknown has none", () => {
  const { observed, evidence } = judge([log("ERROR disk full\nERROR disk full\nERROR cache cold")], {}, 1);
  expect(observed["patterns"]).toHaveLength(1);
  expect(observed["patternsTotal"]).toBe(2);
  expect(evidence).toStrictEqual([{ what: 'errors "ERROR disk full"', value: 2 }]);
});

describe("what could not be read", () => {
  const unread = Array.from({ length: 12 }, (_, index) => ({ pod: `p${index}`, reason: "forbidden" }));

  test("the first is named, the others are counted, ten are listed", () => {
    const { notes, observed } = judge([log("fine")], { pods: 13, unread });
    expect(notes).toEqual(["1 of 13 pods readable; p0: forbidden, and 11 more"]);
    expect(observed["unread"]).toEqual(unread.slice(0, 10));
    expect(judge([log("fine")], { pods: 3, unread: unread.slice(0, 2) }).notes).toEqual([
      "1 of 3 pods readable; p0: forbidden, and 1 more",
    ]);
  });

  test("a pod of which one life was read is readable", () => {
    const logs = [log("fine"), log("ERROR end", { previous: true }), log("fine", { pod: "b" })];
    expect(judge(logs, { pods: 3 }).observed).toMatchObject({ podsRead: 2, podsTotal: 3, lines: 3, cut: false });
  });

  test.each([
    [{ cut: true }, "fine\n"],
    [{ older: true }, "fine"],
  ])("a log of which there is more: %j", (fields, text) => {
    const { observed, notes } = judge([log("fine"), log(text, fields)]);
    expect([observed["cut"], notes]).toEqual([true, ["1 of 2 logs are longer than what was read of them"]]);
  });
});
