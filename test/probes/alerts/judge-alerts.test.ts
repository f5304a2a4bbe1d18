import { describe, expect, test } from "vitest";
import type { AlertmanagerCluster, FiringAlert } from "../../../src/clients/alertmanager-client.ts";
import type { AlertsFacts } from "../../../src/probes/alerts/alerts-facts.ts";
import { alertsObserved } from "../../../src/probes/alerts/alerts-observed.ts";
import { type AlertsRules, judgeAlerts } from "../../../src/probes/alerts/judge-alerts.ts";

const AT = Date.parse("2026-11-22T03:00:00Z");
const MINUTE = 60_000;
const PAIR: AlertmanagerCluster = { state: "ready", members: 2, failedPeers: 0 };
const HALF = "it sees 1 of 2 members of its cluster: what only the others know is missing here";
const UNHEARD = "Prometheus says that it fires: what it sends does not arrive, or is about to";

function alert(fields: Partial<FiringAlert> = {}): FiringAlert {
  return {
    fingerprint: "f0",
    labels: { alertname: "Down", namespace: "search" },
    annotations: {},
    startsAtMs: AT,
    endsAtMs: AT + MINUTE,
    state: "active",
    silencedBy: [],
    inhibitedBy: [],
    ...fields,
  };
}

function told(firing: number | null): AlertsFacts["prometheus"] {
  return { firing, failure: null };
}

function judge(alerts: readonly FiringAlert[], facts: Partial<AlertsFacts> = {}, rules: Partial<AlertsRules> = {}) {
  const all = { alerts, cluster: PAIR, prometheus: told(null), ...facts };
  const judged = judgeAlerts(all, { words: "Down", whileFiring: "fail", members: null, ...rules });
  return { ...judged, observed: alertsObserved.parse(judged.observed) };
}

test("none fires: the whole judgement", () => {
  expect(judge([], { prometheus: told(0) })).toEqual({
    verdict: "pass",
    summary: "Down does not fire",
    observed: {
      firing: 0,
      active: 0,
      silenced: 0,
      inhibited: 0,
      startsAt: null,
      members: 2,
      missingMembers: 0,
      prometheusFiring: 0,
      alerts: [],
    },
    evidence: [{ what: "alerts that fire", value: 0, limit: 0 }],
    flip: "it does not pass while one fires",
    notes: [],
  });
});

test("one fires: the whole judgement, in which it is one alert and no number is said", () => {
  expect(judge([alert({ silencedBy: ["s1"], state: "suppressed" })])).toEqual({
    verdict: "fail",
    summary: "Down fires, since 2026-11-22T03:00:00Z (1 silenced)",
    observed: {
      firing: 1,
      active: 0,
      silenced: 1,
      inhibited: 0,
      startsAt: "2026-11-22T03:00:00Z",
      members: 2,
      missingMembers: 0,
      prometheusFiring: null,
      alerts: [
        {
          name: "Down",
          state: "suppressed",
          startsAt: "2026-11-22T03:00:00Z",
          labels: { namespace: "search" },
          fingerprint: "f0",
          silencedBy: ["s1"],
        },
      ],
    },
    evidence: [
      { what: "alerts that fire", value: 1, limit: 0, atMs: AT },
      { what: "alert Down", value: "suppressed", atMs: AT },
    ],
    flip: "it passes when none fires",
    notes: [],
  });
});

test("twelve fire: all are counted, the ten oldest are shown, oldest first", () => {
  const many = Array.from({ length: 12 }, (_, index) =>
    alert({ fingerprint: `f${index}`, startsAtMs: AT + ((index * 7) % 12) * MINUTE }),
  );
  const { observed, summary, evidence } = judge(many);
  expect(observed.firing).toBe(12);
  expect(summary).toBe("Down fires, 12 alerts, since 2026-11-22T03:00:00Z");
  const shown = Array.from({ length: 10 }, (_, index) => `2026-11-22T03:0${index}:00Z`);
  expect(observed.alerts.map(({ startsAt }) => startsAt)).toEqual(shown);
  expect(evidence.slice(1).map(({ atMs }) => atMs)).toEqual(shown.map((at) => Date.parse(at)));
});

test.each<[string, readonly Partial<FiringAlert>[], string]>([
  ["neither silenced nor inhibited", [{}, {}], "Down fires, 2 alerts, since 2026-11-22T03:00:00Z"],
  ["one inhibited", [{ inhibitedBy: ["f9"] }, {}], "Down fires, 2 alerts, since 2026-11-22T03:00:00Z (1 inhibited)"],
  [
    "both",
    [{ silencedBy: ["s"] }, { silencedBy: ["s"], inhibitedBy: ["f9"] }],
    "Down fires, 2 alerts, since 2026-11-22T03:00:00Z (2 silenced, 1 inhibited)",
  ],
])("of two alerts %s is said", (_what, alerts, summary) => {
  expect(judge(alerts.map(alert)).summary).toBe(summary);
});

test("an alert that has not been looked at by Alertmanager yet is active, as only suppressed ones are not", () => {
  const states = ["active", "unprocessed", "suppressed"] as const;
  expect(judge(states.map((state) => alert({ state }))).observed.active).toBe(2);
});

describe("what is shown of an alert", () => {
  test("not its name among the labels, none that may hold an entity's id, and what is long is cut", () => {
    const labels = { alertname: "A".repeat(100), user: "ada", namespace: "n".repeat(100), pod: "p-1" };
    const [shown] = judge([alert({ labels, fingerprint: "f".repeat(50), silencedBy: ["s".repeat(50)] })]).observed
      .alerts;
    expect(shown).toMatchObject({
      name: `${"A".repeat(79)}…`,
      labels: { namespace: `${"n".repeat(79)}…`, pod: "p-1" },
      fingerprint: `${"f".repeat(39)}…`,
      silencedBy: [`${"s".repeat(39)}…`],
    });
    expect(Object.keys(shown?.labels ?? {})).toEqual(["namespace", "pod"]);
  });

  test("at most twelve labels and five silences; one without a name says so", () => {
    const names =
      "feature_group namespace model version pipeline task topic partition shard subtask pod node team".split(" ");
    const labels = Object.fromEntries(names.map((name) => [name, "x"]));
    const silencedBy = ["a", "b", "c", "d", "e", "f"];
    const [shown] = judge([alert({ labels, silencedBy })]).observed.alerts;
    expect(Object.keys(shown?.labels ?? {})).toEqual(names.slice(0, 12));
    expect([shown?.name, shown?.silencedBy]).toEqual(["(no name)", silencedBy.slice(0, 5)]);
  });
});

describe("why silence is no proof", () => {
  const half = { cluster: { ...PAIR, members: 1, failedPeers: 1 } };
  test.each<[string, Partial<AlertsFacts>, Partial<AlertsRules>, string, string]>([
    ["half a pair", half, {}, "inconclusive", `Down does not fire here, but ${HALF}`],
    ["one of two that should be there", { cluster: { ...PAIR, members: 1 } }, { members: 2 }, "inconclusive", HALF],
    ["Prometheus says otherwise", { prometheus: told(1) }, {}, "inconclusive", UNHEARD],
    ["Prometheus agrees", { prometheus: told(0) }, {}, "pass", "Down does not fire"],
    ["Prometheus is not asked", { prometheus: told(null) }, {}, "pass", "Down does not fire"],
    [
      "Prometheus is asked and does not answer",
      { prometheus: { firing: null, failure: "refused" } },
      {},
      "inconclusive",
      "whether it fires in Prometheus cannot be told: refused",
    ],
  ])("%s", (_what, facts, rules, verdict, words) => {
    const judged = judge([], facts, rules);
    expect(judged.verdict).toBe(verdict);
    expect(judged.summary).toContain(words);
    expect(judged.notes).toEqual([]);
  });

  test("while one fires it is a note, and what Prometheus says is none", () => {
    expect(judge([alert()], half)).toMatchObject({ verdict: "fail", notes: [HALF] });
    expect(judge([alert()], { prometheus: told(1) }).notes).toEqual([]);
    expect(judge([alert()], half, { whileFiring: "inconclusive" }).verdict).toBe("inconclusive");
  });

  test("how many members are missing, where that can be told", () => {
    const unknown = { cluster: { ...PAIR, failedPeers: null } };
    expect(judge([], unknown).observed.missingMembers).toBeNull();
    expect(judge([], unknown, { members: 3 }).observed).toMatchObject({ members: 2, missingMembers: 1 });
  });
});
