import { describe, expect, it, test } from "vitest";
import { FiringAlerts } from "../../../src/sandbox/alertmanager/firing-alerts.ts";
import { meetsAll, parseFilter } from "../../../src/sandbox/alertmanager/label-matcher.ts";
import type { AlertRule } from "../../../src/sandbox/alertmanager/rules.ts";
import type { SeriesSource } from "../../../src/sandbox/promql/promql.ts";
import { STARTED_AT_MS, testSandbox, type TestSandbox } from "../harness.ts";

interface Alert {
  readonly labels: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly status: { readonly state: string; readonly silencedBy: readonly string[] };
}

async function ask({ sandbox }: TestSandbox, path: string, init: RequestInit = {}) {
  const response = await fetch(`${sandbox.alertmanagerUrl}/api/v2${path}`, init);
  const text = await response.text();
  return { status: response.status, body: text === "" ? undefined : (JSON.parse(text) as unknown) };
}

/** Of the feature store alone: the other rules would cost their metrics. */
async function alerts(started: TestSandbox, more = ""): Promise<readonly Alert[]> {
  const filter = encodeURIComponent('alertname="FeatureStoreDown"');
  return (await ask(started, `/alerts?filter=${filter}${more}`)).body as readonly Alert[];
}

const silence = (hours: number, fields = {}) => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({
    matchers: [{ name: "alertname", value: "FeatureStoreDown", isRegex: false, isEqual: true }],
    startsAt: new Date(STARTED_AT_MS).toISOString(),
    endsAt: new Date(STARTED_AT_MS + hours * 3_600_000).toISOString(),
    createdBy: "somebody",
    comment: "known",
    ...fields,
  }),
});

describe("alerts of the sandbox", () => {
  it("fire once the condition has held for as long as the rule says", async () => {
    await using started = await testSandbox({ fault: "bad-rollout-ready" });
    const [before] = await alerts(started);
    started.pass(240);
    const [alert] = await alerts(started);
    expect(alert).toMatchObject({ labels: { alertname: "FeatureStoreDown", severity: "critical" } });
    expect(alert?.status).toMatchObject({ state: "active", silencedBy: [] });
    const startsAt = Date.parse(alert?.startsAt ?? "");
    expect(startsAt).toBeLessThanOrEqual(STARTED_AT_MS + 240_000);
    expect(startsAt).toBeGreaterThan(STARTED_AT_MS - 270_000);
    if (before !== undefined) expect(before.startsAt).toBe(alert?.startsAt);
  });

  it("are the same in another process", async () => {
    await using first = await testSandbox({ fault: "bad-rollout-ready" });
    await using second = await testSandbox({ fault: "bad-rollout-ready" });
    for (let passed = 0; passed < 5; passed += 1) {
      first.pass(60);
      await alerts(first);
    }
    second.pass(300);
    expect(await alerts(second)).toEqual(await alerts(first));
  });
});

describe("silences of the sandbox", () => {
  it("hide an alert until they end, and are met again by another process", async () => {
    await using started = await testSandbox({ fault: "bad-rollout-ready" });
    started.pass(240);
    const made = await ask(started, "/silences", silence(1));
    const { silenceID } = made.body as { silenceID: string };
    expect(made.status).toBe(200);
    const [alert] = await alerts(started);
    expect(alert?.status).toMatchObject({ state: "suppressed", silencedBy: [silenceID] });
    expect(await alerts(started, "&silenced=false")).toEqual([]);

    const nowMs = STARTED_AT_MS + 240_000;
    const again = { fault: "bad-rollout-ready", mutations: started.mutations, now: () => nowMs };
    await using second = await testSandbox(again);
    expect((await ask(second, "/silences")).body).toEqual((await ask(started, "/silences")).body);

    const path = `/silence/${silenceID}`;
    expect((await ask(started, path)).body).toMatchObject({ status: { state: "active" }, comment: "known" });
    expect((await ask(started, path, { method: "DELETE" })).status).toBe(200);
    expect((await ask(started, path)).body).toMatchObject({ status: { state: "expired" } });
    expect((await alerts(started))[0]?.status.state).toBe("active");
    expect(started.mutations.map(({ door, method }) => [door, method])).toEqual([
      ["alertmanager", "POST"],
      ["alertmanager", "DELETE"],
    ]);
  });

  it.each([
    [silence(-1), 400, "Failed to create silence: start time must be before end time"],
    [
      silence(1, { startsAt: "2026-11-20T00:00:00Z", endsAt: "2026-11-21T00:00:00Z" }),
      400,
      "Failed to create silence: end time can't be in the past",
    ],
    [silence(1, { matchers: [{ name: "a", value: ".*", isRegex: true }] }), 400, "must not match the empty string"],
    [silence(1, { id: "0d50f6c6-cac5-42a7-a552-fc453806d18f" }), 404, "not found"],
  ])("are refused as Alertmanager refuses them: %#", async (request, status, words) => {
    await using started = await testSandbox({ fault: "none" });
    const refused = await ask(started, "/silences", request);
    expect([refused.status, String(refused.body)]).toEqual([status, expect.stringContaining(words)]);
    expect(started.mutations).toEqual([]);
  });

  it("that are not there, or no ids, are said as Alertmanager says them", async () => {
    await using started = await testSandbox({ fault: "none" });
    const none = "/silence/00000000-0000-0000-0000-000000000000";
    expect((await ask(started, none)).status).toBe(404);
    expect((await ask(started, none, { method: "DELETE" })).status).toBe(404);
    expect((await ask(started, "/silence/nope")).status).toBe(422);
    expect((await ask(started, "/alerts?filter=al%7B")).body).toBe("bad matcher format: al{");
  });
});

const RULE: AlertRule = { alert: "High", expr: "load > 5", forMs: 60_000, severity: "high", summary: "s" };

/** One gauge with a sample every five seconds. */
function gauge(valueAt: (seconds: number) => number): SeriesSource {
  const samples = Array.from({ length: 400 }, (_, index) => [index * 5_000, valueAt(index * 5)] as const);
  return { select: () => [{ labels: { __name__: "load", model: "m" }, samples }] };
}

describe("a rule", () => {
  test("fires after its time, from an unbroken run of evaluations", () => {
    const firing = new FiringAlerts(
      [RULE],
      gauge((seconds) => (seconds >= 300 ? 9 : 1)),
      0,
    );
    expect(firing.at(345_000)).toEqual([]);
    expect(firing.at(360_000)).toMatchObject([{ startsAtMs: 360_000, labels: { alertname: "High", model: "m" } }]);
    expect(firing.at(900_000)).toMatchObject([{ startsAtMs: 360_000 }]);
  });

  test("begins anew after a break, and stops when the condition does", () => {
    const dips = gauge((seconds) => (seconds >= 330 && seconds < 345 ? 1 : seconds >= 300 && seconds < 600 ? 9 : 1));
    const firing = new FiringAlerts([RULE], dips, 0);
    expect(firing.at(390_000)).toEqual([]);
    expect(firing.at(420_000)).toMatchObject([{ startsAtMs: 405_000 }]);
    expect(firing.at(600_000)).toEqual([]);
  });
});

test.each([
  ['a="b"', { b: false, a: "b" }],
  [String.raw`a="x\"\\y"`, { b: false, a: 'x"\\y' }],
  ["a=b", { b: false, a: "b" }],
  ['a=~"b|c"', { b: true, a: "b|c" }],
])("the filter %s is read", (text, { a, b }) => {
  expect(parseFilter(text)).toEqual({ name: "a", value: a, isRegex: b, isEqual: true });
});

test("a label that is missing is empty", () => {
  const matcher = { name: "a", value: "x", isRegex: false, isEqual: false };
  expect([meetsAll([matcher])({}), meetsAll([matcher])({ a: "x" })]).toEqual([true, false]);
});
