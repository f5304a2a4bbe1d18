import { describe, expect, test } from "vitest";
import type { AlertmanagerClient, AlertmanagerCluster, FiringAlert } from "../../src/clients/alertmanager-client.ts";
import { ClientError } from "../../src/clients/client-error.ts";
import type { Doors } from "../../src/clients/doors.ts";
import type { PrometheusClient } from "../../src/clients/prometheus-client.ts";
import { alertmanagerAlerts } from "../../src/probes/alertmanager-alerts.ts";
import { alertsObserved } from "../../src/probes/alerts/alerts-observed.ts";
import { runProbe } from "../../src/probes/run-probe.ts";

const NOW = Date.parse("2026-11-22T03:09:30Z");
const ALONE: AlertmanagerCluster = { state: "disabled", members: 0, failedPeers: null };
const PAIR: AlertmanagerCluster = { state: "ready", members: 2, failedPeers: 0 };

function alert(fields: Partial<FiringAlert> = {}): FiringAlert {
  return {
    fingerprint: "f",
    labels: { alertname: "FeatureStoreDown", namespace: "search" },
    annotations: {},
    startsAtMs: NOW - 180_000,
    endsAtMs: NOW + 60_000,
    state: "active",
    silencedBy: [],
    inhibitedBy: [],
    ...fields,
  };
}

/** A Prometheus that says how many such alerts fire; null: the environment has none; "dead": nothing listens there. */
async function prometheusWith(firing: number | "dead" | null): Promise<PrometheusClient> {
  if (firing === "dead") throw new ClientError("unreachable", "Prometheus: connection refused", "");
  if (firing === null) throw new ClientError("not-configured", "the environment has no Prometheus", "");
  const query: PrometheusClient["query"] = async (text) => {
    expect(text).toBe('ALERTS{alertname="FeatureStoreDown",alertstate="firing"}');
    const result = Array.from({ length: firing }, () => ({ labels: {}, value: 1, atMs: NOW }));
    return { result, warnings: [], infos: [] };
  };
  return { query } as PrometheusClient;
}

async function look(
  alerts: readonly FiringAlert[],
  { args = {}, cluster = ALONE, fail = null as string | null, prometheus = null as number | "dead" | null } = {},
) {
  let asked: unknown = null;
  const client = {
    vantage: "from here",
    displayUrl: "http://am",
    cluster: async () => cluster,
    alerts: async (labels: unknown) => {
      asked = labels;
      return alerts;
    },
  } as unknown as AlertmanagerClient;
  const result = await runProbe(
    alertmanagerAlerts,
    alertmanagerAlerts.args.parse({ matchers: { alertname: "FeatureStoreDown" }, ...args }),
    {
      doors: { alertmanager: async () => client, prometheus: () => prometheusWith(prometheus) } as Doors,
      now: () => NOW,
      signal: new AbortController().signal,
      budgetMs: 1_000,
      retries: 0,
      expect: { pass: null, fail, warn: null },
      place: { namespace: null, prometheusUrl: null, endpointUrl: () => null },
    },
  );
  return { result, asked, observed: alertsObserved.parse(result.observed) };
}

describe("an alert", () => {
  test("that does not fire passes", async () => {
    const { result, asked, observed } = await look([], { args: { matchers: { alertname: "A", model: "m1" } } });
    expect(asked).toEqual({ alertname: "A", model: "m1" });
    expect([result.verdict, result.summary]).toEqual(["pass", "A with model=m1 does not fire"]);
    expect(observed).toMatchObject({ firing: 0, startsAt: null });
  });

  test("that fires fails, since the oldest of its kind", async () => {
    const { result, observed } = await look([alert(), alert({ startsAtMs: NOW - 600_000 })]);
    expect(result.verdict).toBe("fail");
    expect(result.summary).toBe("FeatureStoreDown fires, 2 alerts, since 2026-11-22T02:59:30Z");
    expect(observed).toMatchObject({ firing: 2, active: 2, startsAt: "2026-11-22T02:59:30Z" });
    expect(observed.alerts.map(({ startsAt }) => startsAt)).toEqual(["2026-11-22T02:59:30Z", "2026-11-22T03:06:30Z"]);
  });

  test("that is itself the symptom is inconclusive while it fires, and passes when it does not", async () => {
    const args = { whileFiring: "inconclusive" };
    expect((await look([alert()], { args })).result.verdict).toBe("inconclusive");
    expect((await look([alert()], { args, fail: "firing > 0" })).result.verdict).toBe("inconclusive");
    expect((await look([], { args })).result.verdict).toBe("pass");
  });

  test("that is silenced or inhibited fires all the same", async () => {
    const silenced = alert({ state: "suppressed", silencedBy: ["s1"] });
    const inhibited = alert({ state: "suppressed", inhibitedBy: ["f2"] });
    const { result, observed } = await look([silenced, inhibited]);
    expect(observed).toMatchObject({ firing: 2, active: 0, silenced: 1, inhibited: 1 });
    expect(result.verdict).toBe("fail");
    expect(result.summary).toContain("(1 silenced, 1 inhibited)");
    expect((await look([silenced], { fail: "active > 0" })).result.verdict).toBe("pass");
  });

  test("shows the labels of the platform's parts only", async () => {
    const labels = { alertname: "X", feature_group: "search_context", entity_id: "user-4711" };
    const { result, observed } = await look([alert({ labels, annotations: { summary: "user-4711" } })]);
    expect(observed.alerts[0]?.labels).toEqual({ feature_group: "search_context" });
    expect(JSON.stringify(result)).not.toContain("4711");
  });
});

describe("what Prometheus itself says", () => {
  test("firing there and unknown here does not pass: what it sends does not arrive", async () => {
    const { result, observed } = await look([], { prometheus: 1 });
    expect([result.verdict, observed.prometheusFiring]).toEqual(["inconclusive", 1]);
    expect(result.summary).toContain("Prometheus says that it fires");
  });

  test.each([0, null])("%j holds nothing against Alertmanager", async (prometheus) => {
    const { result, observed } = await look([], { prometheus });
    expect([result.verdict, observed.prometheusFiring]).toEqual(["pass", prometheus]);
  });

  test("silence is no pass where Prometheus is dead: all that fired ends by its endsAt", async () => {
    const { result, observed } = await look([], { prometheus: "dead" });
    expect([result.verdict, observed.prometheusFiring]).toEqual(["inconclusive", null]);
    expect(result.summary).toContain("cannot be told: Prometheus: connection refused");
    expect((await look([alert()], { prometheus: "dead" })).result.verdict).toBe("fail");
  });

  test("an alert that Prometheus does not know of fires all the same", async () => {
    expect((await look([alert()], { prometheus: 0 })).result.verdict).toBe("fail");
  });
});

describe("half a pair", () => {
  test.each<[string, Partial<AlertmanagerCluster>, object, string]>([
    ["a member that it cannot reach", { members: 1, failedPeers: 1 }, {}, "it sees 1 of 2 members"],
    ["a member that should be there", { members: 1, failedPeers: null }, { members: 2 }, "it sees 1 of 2 members"],
    ["one that runs alone and should not", { ...ALONE }, { members: 2 }, "it sees 1 of 2 members"],
    ["one that is settling", { state: "settling" }, {}, "still settling"],
  ])("%s does not pass, and a firing alert is one", async (_what, fields, args, words) => {
    const cluster = { ...PAIR, ...fields };
    const none = (await look([], { cluster, args })).result;
    expect(none.verdict).toBe("inconclusive");
    expect(none.summary).toContain(words);
    const firing = (await look([alert()], { cluster, args })).result;
    expect(firing.verdict).toBe("fail");
    expect(firing.notes.join()).toContain(words);
  });

  test.each([
    [PAIR, { members: 2 }],
    [PAIR, {}],
    [ALONE, { members: 1 }],
    [{ state: "ready", members: 1, failedPeers: null } as const, {}],
  ])("%j with %j is whole", async (cluster, args) => {
    expect((await look([], { cluster, args })).result.verdict).toBe("pass");
  });
});
