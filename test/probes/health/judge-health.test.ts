import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { healthObserved } from "../../../src/probes/health/health-observed.ts";
import { judgeHealth } from "../../../src/probes/health/judge-health.ts";
import { readHealthBody } from "../../../src/probes/health/read-health-body.ts";

function judge(status: number, body: string, contentType = "application/json", statusField = "status") {
  return judgeHealth({ status, latencyMs: 4.2, contentType, body: readHealthBody(body, contentType, statusField) });
}

const page = "<!doctype html><title>Sign in</title><h1>Sign in</h1>";

describe("the verdict", () => {
  test.each([
    ["a 200 whose status says ok", 200, '{"status":"ok"}', "pass", "up"],
    ["whatever the case", 200, '{"status":"UP"}', "pass", "up"],
    ["another 2xx", 204, '{"status":"healthy"}', "pass", "up"],
    ["a boolean", 200, '{"status":true}', "pass", "up"],
    ["one plain word", 200, "OK", "pass", "up"],
    ["a JSON string", 200, '"ok"', "pass", "up"],
    ["a 200 whose status says down", 200, '{"status":"down"}', "fail", "down"],
    ["a 200 of a Spring service that is down", 200, '{"status":"OUT_OF_SERVICE"}', "fail", "down"],
    ["a 503", 503, '{"status":"down"}', "fail", "down"],
    ["a 503 with a page", 503, page, "fail", "down"],
    ["a 500 that claims to be ok", 500, '{"status":"ok"}', "fail", "down"],
    ["a 200 with a login page", 200, page, "inconclusive", "unknown"],
    ["an empty 200", 200, "", "inconclusive", "unknown"],
    ["JSON without a state", 200, '{"uptime":12}', "inconclusive", "unknown"],
    ["JSON that is a list", 200, "[]", "inconclusive", "unknown"],
    ["a state nobody knows", 200, '{"status":"degraded"}', "inconclusive", "unknown"],
    ["broken JSON", 200, '{"status":"ok', "inconclusive", "unknown"],
    ["a sentence", 200, "everything is ok here", "inconclusive", "unknown"],
    ["a redirect", 302, "", "inconclusive", "unknown"],
    ["no credentials", 401, '{"status":"ok"}', "inconclusive", "unknown"],
    ["forbidden", 403, "", "inconclusive", "unknown"],
    ["no such path", 404, '{"status":"down"}', "inconclusive", "unknown"],
    ["too many requests", 429, "", "inconclusive", "unknown"],
  ] as const)("%s", (_name, status, body, verdict, said) => {
    const judged = judge(status, body, body.startsWith("<") ? "text/html" : "application/json");
    expect({ verdict: judged.verdict, said: judged.observed["said"] }).toEqual({ verdict, said });
  });

  test("HTML under the wrong content type is HTML all the same", () => {
    expect(judge(200, page, "application/json").summary).toContain("web page");
  });

  test("the field of the state may be another, and lie deeper", () => {
    expect(judge(200, '{"health":{"state":"green"}}', "application/json", "health.state").verdict).toBe("pass");
    expect(judge(200, '{"health":{"state":"green"}}', "application/json", "constructor").verdict).toBe("inconclusive");
  });
});

describe("what conditions read", () => {
  test("status, latency and the endpoint's own word", () => {
    expect(judge(200, '{"status":"ok"}').observed).toEqual({
      status: 200,
      latencyMs: 4,
      reported: "ok",
      said: "up",
      replicationLagSeconds: null,
    });
  });

  test.each([
    ['{"status":"ok","replicationLagSeconds":2.5}', 2.5],
    ['{"status":"ok","replication":{"lag_seconds":7}}', 7],
    ['{"status":"ok","replication_lag_ms":1500}', 1.5],
    ['{"status":"ok","replicationLagSeconds":"2"}', null],
  ])("a replica's lag in %s", (body, seconds) => {
    expect(judge(200, body).observed["replicationLagSeconds"]).toBe(seconds);
  });
});

describe("in words", () => {
  test.each([
    [200, '{"status":"ok"}', "healthy, 4 ms"],
    [200, '{"status":"ok","replicationLagSeconds":2.54}', "healthy, 4 ms, 2.5 s behind"],
    [200, '{"status":"ok","replicationLagSeconds":10}', "healthy, 4 ms, 10 s behind"],
    [200, '{"status":"ok","replicationLagSeconds":12.6}', "healthy, 4 ms, 13 s behind"],
    [200, '{"status":"ok","replicationLagSeconds":123.4}', "healthy, 4 ms, 123 s behind"],
    [200, '{"status":"down"}', 'says it is down: HTTP 200, says "down"'],
    [299, '{"status":"down"}', 'says it is down: HTTP 299, says "down"'],
    [500, "", "says it is down: HTTP 500"],
    [503, '{"status":"ok"}', 'says it is down: HTTP 503, says "ok"'],
    [199, '{"status":"ok"}', "did not say how it is: HTTP 199"],
    [300, '{"status":"down"}', "sent elsewhere: HTTP 300; redirects are not followed"],
    [399, "", "sent elsewhere: HTTP 399; redirects are not followed"],
    [400, "", "did not say how it is: HTTP 400"],
    [401, "", "refused to say: HTTP 401, it wants credentials"],
    [403, "", "refused to say: HTTP 403, it wants credentials"],
    [404, "", "has no health endpoint at this path: HTTP 404"],
    [499, '{"status":"down"}', "did not say how it is: HTTP 499"],
    [200, page, "answered 200, but with a web page: not a health endpoint, perhaps a login page in front of it"],
    [200, " ", "answered 200, but with an empty body: that says nothing about its health"],
    [200, '{"status":"degraded"}', 'answered 200, but its word "degraded" is neither up nor down'],
    [200, '{"uptime":12}', "answered 200, but its JSON names no state"],
    [200, "all is well", "answered 200, but not as a health endpoint does"],
  ])("%i with %s", (status, body, summary) => {
    expect(judge(status, body).summary).toBe(summary);
  });

  test("what was seen, and what would have decided otherwise", () => {
    const up = judge(200, '{"status":"ok","replicationLagSeconds":3}');
    expect(up.evidence).toEqual([
      { what: "HTTP status", value: 200, limit: "2xx" },
      { what: "reported state", value: "ok", limit: "a word that says up" },
      { what: "latency", value: 4, unit: "ms" },
      { what: "replication lag", value: 3, unit: "s" },
    ]);
    expect([up.flip, up.notes]).toEqual(["a status other than 2xx, or a state that does not say up", []]);
    const down = judge(503, "");
    expect(down.evidence).toHaveLength(3);
    expect(down.flip).toBe("a 2xx answer that says it is up");
  });
});

describe("every word that says something", () => {
  const ups = ["ok", "okay", "up", "healthy", "pass", "passing", "ready", "green", "alive", "serving", "true"];
  const downs = [
    "down",
    "unhealthy",
    "fail",
    "failed",
    "failing",
    "error",
    "critical",
    "red",
    "not_ready",
    "not-ready",
  ];
  const more = ["notready", "out_of_service", "not_serving", "unavailable", "dead", "false"];
  test.each(ups.map((word) => [word, "pass"]).concat([...downs, ...more].map((word) => [word, "fail"])))(
    "%s",
    (word, verdict) => {
      expect(judge(200, JSON.stringify({ status: word })).verdict).toBe(verdict);
    },
  );
});

describe("the body", () => {
  test.each([
    ["OK.", "text/plain", { kind: "text", word: "OK" }],
    ["OK!", "text/plain", { kind: "text", word: "OK" }],
    ["  up  ", "text/plain", { kind: "text", word: "up" }],
    ["it is ok", "text/plain", { kind: "text", word: null }],
    ["ok, it is", "text/plain", { kind: "text", word: null }],
    ["x".repeat(30), "text/plain", { kind: "text", word: "x".repeat(30) }],
    ["x".repeat(31), "text/plain", { kind: "text", word: null }],
    ["12", "text/plain", { kind: "text", word: "12" }],
    ['"ok"', "text/plain", { kind: "text", word: "ok" }],
    ["", "text/html", { kind: "empty", word: null }],
    ["ok", "text/HTML; charset=utf-8", { kind: "html", word: null }],
    ["<HTML>", "text/plain", { kind: "html", word: null }],
    ["<head lang=en>", "text/plain", { kind: "html", word: null }],
    ["<body>", "text/plain", { kind: "html", word: null }],
    ["<ok/>", "text/plain", { kind: "text", word: null }],
    ["not <html>", "text/plain", { kind: "text", word: null }],
    ['{"status":"ok"}', "text/html", { kind: "json", word: "ok" }],
    ['{"status":false}', "text/plain", { kind: "json", word: "false" }],
    ['{"status":1}', "text/plain", { kind: "json", word: null }],
    ['{"status":{"a":"ok"}}', "text/plain", { kind: "json", word: null }],
    [`{"status":"ok","a":${"[".repeat(600)}${"]".repeat(600)}}`, "application/json", { kind: "json", word: null }],
    ["null", "text/plain", { kind: "text", word: "null" }],
  ])("%j as %s", (body, contentType, { kind, word }) => {
    expect(readHealthBody(body, contentType, "status")).toEqual({ kind, word, replicationLagSeconds: null });
  });

  test("a state that lies behind something that is no object is none", () => {
    expect(readHealthBody('{"a":null}', "", "a.b").word).toBeNull();
    expect(readHealthBody('{"a":"ok"}', "", "a.length").word).toBeNull();
  });

  test.each([
    [{ replicationLagSeconds: 2 }, 2],
    [{ replication_lag_seconds: 3 }, 3],
    [{ lagSeconds: 4 }, 4],
    [{ lag_seconds: 5 }, 5],
    [{ replicationLagMs: 6_000 }, 6],
    [{ replication_lag_ms: 7_000 }, 7],
    [{ replication: { lagSeconds: 8 } }, 8],
    [{ details: { lagSeconds: 9 } }, 9],
    [{ lagSeconds: null, details: { lagSeconds: 9 } }, 9],
    [{ other: { lagSeconds: 9 } }, null],
  ])("a replica's lag in %j", (body, seconds) => {
    expect(readHealthBody(JSON.stringify(body), "", "status").replicationLagSeconds).toBe(seconds);
  });
});

test("a lag beyond all numbers is none", () => {
  expect(readHealthBody('{"status":"ok","lagSeconds":1e999}', "", "status").replicationLagSeconds).toBeNull();
});

test("a pass needs a 2xx status and a word that says up, whatever comes", () => {
  const body = fc.oneof(fc.string(), fc.json(), fc.constantFrom("ok", "UP", '{"status":"ok"}', '{"status":"down"}'));
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 599 }), body, (status, text) => {
      const { verdict, observed } = judge(status, text);
      healthObserved.parse(observed);
      if (verdict !== "pass") return;
      expect(status >= 200 && status < 300).toBe(true);
      expect(JSON.stringify(observed["reported"]).replaceAll(`"`, "").toLowerCase()).toMatch(
        /^(ok|okay|up|healthy|pass|passing|ready|green|alive|serving|true)$/,
      );
    }),
    { numRuns: 500 },
  );
});
