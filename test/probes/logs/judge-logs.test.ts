import { describe, expect, test } from "vitest";
import { judgeLogs } from "../../../src/probes/logs/judge-logs.ts";
import type { LogFacts } from "../../../src/probes/logs/log-facts.ts";
import { logsObserved } from "../../../src/probes/logs/logs-observed.ts";

const STAMP = "2026-11-22T03:06:40.000000000Z";

/** A line in the platform's format, as the cluster serves it. */
function line(
  level: string,
  message: string,
  context: object = { namespace: "search", feature_group: "user_booking_features" },
  stamp = STAMP,
): string {
  return `${stamp} ${JSON.stringify({ timestamp: "2026-11-22T03:06:39.999Z", level, service: "feature-api", instance: "feature-api-pod-abc123", trace_id: "abc123", message, context })}`;
}

function facts(texts: readonly string[], fields: Partial<LogFacts> = {}): LogFacts {
  const logs = texts.map((text, index) => ({
    pod: `feature-api-${index}`,
    previous: false,
    text,
    cut: false,
    older: false,
  }));
  return { pods: texts.length, logs, unread: [], sinceMs: 600_000, ...fields };
}

const observe = (given: LogFacts) => logsObserved.parse(judgeLogs(given, 5).observed);

describe("the platform's format", () => {
  const one = [
    line("ERROR", "KeyError: 'u-1'"),
    line("INFO", "Feature lookup completed"),
    line("ERROR", "KeyError: 'u-2'"),
    "",
  ].join("\n");
  const two = [
    line("ERROR", "KeyError: 'u-3'", { error_type: "KeyError" }, "2026-11-22T03:07:00.5Z"),
    line("WARN", "slow"),
  ].join("\n");

  test("counts and the summary", () => {
    const { verdict, summary, observed } = judgeLogs(facts([one, two]), 5);
    expect({ verdict, summary }).toEqual({ verdict: "pass", summary: "3 of 5 lines are errors: KeyError: '<*>' ×3" });
    expect(observed).toMatchObject({ lines: 5, errors: 3, errorRatio: 0.6, podsTotal: 2, podsRead: 2 });
  });

  test("one masked sentence for all of them, with the keys on which they agree", () => {
    expect(observe(facts([one, two])).patterns).toEqual([
      {
        template: "KeyError: '<*>'",
        count: 3,
        pods: 2,
        firstAt: "2026-11-22T03:06:40Z",
        lastAt: "2026-11-22T03:07:00.500Z",
        level: "ERROR",
        service: "feature-api",
        errorType: null,
        namespace: null,
        featureGroup: null,
      },
    ]);
  });

  test("keys that all lines share are kept, no other key is", () => {
    const judged = judgeLogs(
      facts([
        line("ERROR", "failed", {
          namespace: "search",
          feature_group: "listing",
          entity_id: "e-777",
          email: "a@b.example",
        }),
      ]),
      5,
    );
    expect(judged.observed["patterns"]).toMatchObject([{ namespace: "search", featureGroup: "listing" }]);
    expect(JSON.stringify(judged)).not.toMatch(/e-777|a@b|abc123/);
  });

  test("a value in the place of a key's name is not kept", () => {
    const judged = judgeLogs(
      facts([line("ERROR", "failed", { namespace: "alice smith, born 1980", feature_group: { id: 5 } })]),
      5,
    );
    expect(JSON.stringify(judged)).not.toMatch(/alice|1980/);
  });
});

test("plain lines: levels near the beginning, exceptions by name; other words are no errors", () => {
  const text = [
    `${STAMP} 2026-11-22 03:06:40 ERROR pool exhausted`,
    `${STAMP} ValueError: bad shape`,
    `${STAMP} java.lang.IllegalStateException: closed`,
    `${STAMP} Traceback (most recent call last):`,
    `${STAMP} no errors were found in 12 files`,
    `${STAMP} started`,
  ].join("\n");
  expect(observe(facts([text]))).toMatchObject({ lines: 6, errors: 4 });
});

test("sentences that differ in one word are one", () => {
  const hosts = ["alpha", "beta", "gamma"]
    .map((host) => line("ERROR", `cannot reach shard on ${host} right now`))
    .join("\n");
  expect(observe(facts([hosts])).patterns).toMatchObject([
    { template: "cannot reach shard on <*> right now", count: 3 },
  ]);
});

test("a pod whose logs could not be read is named with the reason", () => {
  const unread = [{ pod: "feature-api-9", reason: "it has not started (ImagePullBackOff)" }];
  const { verdict, notes, observed } = judgeLogs(facts([line("INFO", "fine")], { pods: 2, unread }), 5);
  expect(verdict).toBe("pass");
  expect(observed).toMatchObject({ podsTotal: 2, podsRead: 1, unread });
  expect(notes).toEqual(["1 of 2 pods readable; feature-api-9: it has not started (ImagePullBackOff)"]);
});

test("where nothing could be read, nothing is told", () => {
  expect(judgeLogs(facts([], { pods: 2 }), 5)).toMatchObject({
    verdict: "inconclusive",
    observed: { errorRatio: null },
  });
});

test("a log that was cut may end in half a line, which does not count", () => {
  const text = `${line("ERROR", "whole")}\n${line("ERROR", "half").slice(0, 60)}`;
  const cut = facts([], { pods: 1, logs: [{ pod: "a", previous: false, text, cut: true, older: false }] });
  expect(observe(cut)).toMatchObject({ lines: 1, cut: true });
});

test("only so many sentences are kept, the most frequent first; all are counted", () => {
  const words = ["disk", "queue", "cache", "index", "shard", "lease", "quorum"];
  const text = words
    .flatMap((word, index) => Array.from({ length: index + 1 }, () => line("ERROR", `${word} broke`)))
    .join("\n");
  const observed = observe(facts([text]));
  expect(observed.patternsTotal).toBe(7);
  expect(observed.patterns.map(({ count }) => count)).toEqual([7, 6, 5, 4, 3]);
});

test("a log with older lines than were read says so, as one that was cut does", () => {
  const logs = ["a", "b"].map((pod) => ({
    pod,
    previous: false,
    text: line("INFO", "fine"),
    cut: false,
    older: pod === "a",
  }));
  const { notes, observed } = judgeLogs(facts([], { pods: 2, logs }), 5);
  expect(observed["cut"]).toBe(true);
  expect(notes).toEqual(["1 of 2 logs are longer than what was read of them"]);
});
