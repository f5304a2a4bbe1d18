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
