import { expect, test } from "vitest";
import { z } from "zod";
import { ClientError, type ClientErrorCode } from "../../src/clients/client-error.ts";
import type { Doors } from "../../src/clients/doors.ts";
import type { Judgement } from "../../src/core/check/check-result.ts";
import type { Gathered, Probe, ProbeContext } from "../../src/probes/probe.ts";
import { runProbe, type RunProbeContext } from "../../src/probes/run-probe.ts";

const NOW = 1_700_000_000_000;
const fine: Judgement = { verdict: "pass", summary: "fine", observed: {}, evidence: [], flip: null, notes: [] };

function probeThat(gather: (context: ProbeContext) => Promise<Gathered<number>>): Probe<null, number> {
  return {
    type: "test.probe",
    title: "a probe of the test",
    args: z.null(),
    observed: z.object({}),
    passes: "it is fine",
    example: "",
    rule: "test/1",
    gather: (_args, context) => gather(context),
    judge: () => fine,
    equivalent: () => "true",
  };
}

const gathered: Gathered<number> = { facts: 1, vantage: "from here", windowStartMs: NOW - 5, sampledAtMs: NOW };

function context(fields: Partial<RunProbeContext> = {}): RunProbeContext {
  return {
    doors: {} as Doors,
    now: () => NOW,
    signal: new AbortController().signal,
    budgetMs: 5_000,
    retries: 0,
    expect: { pass: null, fail: null, warn: null },
    place: { namespace: "ml", prometheusUrl: null, endpointUrl: () => null },
    ...fields,
  };
}

/** Fails as often as there are codes, then succeeds; counts the tries. */
function failing(...codes: readonly ClientErrorCode[]) {
  const state = { tries: 0 };
  const probe = probeThat(async () => {
    const code = codes[state.tries];
    state.tries += 1;
    if (code !== undefined) throw new ClientError(code, `GET http://x: ${code}`, "look there");
    return gathered;
  });
  return { state, probe };
}

test("a result carries what was seen, from where, when, and how to see it by hand", async () => {
  const { probe } = failing();
  expect(await runProbe(probe, null, context({ expect: { pass: null, fail: "value > 1", warn: null } }))).toEqual({
    ...fine,
    expected: "fail when value > 1",
    vantage: "from here",
    equivalent: "true",
    error: null,
    startedAtMs: NOW,
    durationMs: 0,
    windowStartMs: NOW - 5,
    sampledAtMs: NOW,
    rule: "test/1",
  });
});

test("without conditions the probe's own words say what was expected", async () => {
  expect((await runProbe(failing().probe, null, context())).expected).toBe("it is fine");
});

test.each([
  ["unreachable", "inconclusive"],
  ["timeout", "inconclusive"],
  ["tls", "inconclusive"],
  ["name-not-resolved", "inconclusive"],
  ["unexpected-answer", "inconclusive"],
  ["too-large", "inconclusive"],
  ["unauthorized", "error"],
  ["forbidden", "error"],
  ["not-found", "error"],
  ["invalid", "error"],
  ["rate-limited", "error"],
  ["server-error", "error"],
  ["not-configured", "error"],
  ["not-allowed", "error"],
] as const)("%s is %s, and the error is set", async (code, verdict) => {
  const result = await runProbe(failing(code).probe, null, context());
  expect(result.verdict).toBe(verdict);
  expect(result.error).toEqual({ code, message: `GET http://x: ${code}`, hint: "look there" });
  expect(result.observed).toEqual({});
});

test("from here is said where there was no answer", async () => {
  expect((await runProbe(failing("unreachable").probe, null, context())).summary).toBe(
    "GET http://x: unreachable (from here)",
  );
});

test("what may come out otherwise is tried again, and no more often than allowed", async () => {
  const twice = failing("unreachable", "server-error");
  expect((await runProbe(twice.probe, null, context({ retries: 2 }))).verdict).toBe("pass");
  expect(twice.state.tries).toBe(3);
  const often = failing("unreachable", "unreachable", "unreachable");
  expect((await runProbe(often.probe, null, context({ retries: 1 }))).verdict).toBe("inconclusive");
  expect(often.state.tries).toBe(2);
});

test("a refusal is not tried again", async () => {
  const refused = failing("forbidden");
  await runProbe(refused.probe, null, context({ retries: 5 }));
  expect(refused.state.tries).toBe(1);
});

test("the budget bounds all tries together, also a gather that does not listen", async () => {
  const began = performance.now();
  const deaf = probeThat(() => new Promise(() => {}));
  const result = await runProbe(deaf, null, context({ budgetMs: 60, retries: 3 }));
  expect(performance.now() - began).toBeLessThan(2_000);
  expect(result).toMatchObject({ verdict: "inconclusive", error: { code: "timeout" } });
  expect(result.summary).toContain("no answer within 60 ms");
});

test("what the request that the budget ended says of how far it came is what is told", async () => {
  const words = "GET http://x: connected, but no answer within 0.1 s";
  const silent = probeThat(
    ({ signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(new ClientError("timeout", words, "is x up?")));
      }),
  );
  const result = await runProbe(silent, null, context({ budgetMs: 60 }));
  expect(result).toMatchObject({ verdict: "inconclusive", error: { code: "timeout", message: words } });
  expect(result.error?.hint).toContain("--timeout");
});

test("between two tries too, with what the first one met", async () => {
  const result = await runProbe(
    failing("unreachable", "unreachable").probe,
    null,
    context({ budgetMs: 60, retries: 3 }),
  );
  expect(result).toMatchObject({ verdict: "inconclusive", error: { code: "timeout" } });
  expect(result.summary).toContain("GET http://x: unreachable");
});

test("a withdrawn check ends at once, undecided", async () => {
  const stop = new AbortController();
  const running = runProbe(
    probeThat(() => new Promise(() => {})),
    null,
    context({ signal: stop.signal }),
  );
  stop.abort();
  expect(await running).toMatchObject({ verdict: "error", error: { code: "aborted" } });
});

test("a defect is not dressed up as a result", async () => {
  const broken = probeThat(() => Promise.reject(new TypeError("undefined is not a function")));
  await expect(runProbe(broken, null, context())).rejects.toThrow(TypeError);
});

test.each([
  [3_600_000, "this machine's clock is 60 min ahead of the cluster's, by which its times are judged"],
  [-90_000, "this machine's clock is 90 s behind the cluster's, by which its times are judged"],
])("what another clock stamped is judged by that clock, %i ms off, and that is said", async (clockAheadMs, note) => {
  const judgedAt: number[] = [];
  const probe: Probe<null, number> = {
    ...probeThat(async () => ({ ...gathered, clockAheadMs })),
    judge: (_facts, _args, { nowMs }) => {
      judgedAt.push(nowMs);
      return { ...fine, notes: ["its own"] };
    },
  };
  const result = await runProbe(probe, null, context());
  expect(judgedAt).toEqual([NOW - clockAheadMs]);
  expect(result).toMatchObject({ notes: ["its own", note], startedAtMs: NOW, sampledAtMs: NOW });
});

test("clocks that agree are no word worth", async () => {
  const result = await runProbe(
    probeThat(async () => ({ ...gathered, clockAheadMs: 0 })),
    null,
    context(),
  );
  expect(result.notes).toEqual([]);
});
