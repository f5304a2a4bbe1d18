import { describe, expect, test } from "vitest";
import { planExpiry } from "../../../src/actions/alertmanager/plan-expiry.ts";
import { planSilence, type SilenceOrder } from "../../../src/actions/alertmanager/plan-silence.ts";
import type { SilenceScene } from "../../../src/actions/alertmanager/silence-scene.ts";
import type { AlertMatcher, FiringAlert, Silence } from "../../../src/clients/alertmanager-client.ts";

const NOW = Date.parse("2026-11-22T03:15:00Z");
const matcher = (name: string, value: string): AlertMatcher => ({ name, value, isRegex: false, isEqual: true });

function alert(fields: Partial<FiringAlert> = {}): FiringAlert {
  return {
    fingerprint: "f",
    labels: { alertname: "Down" },
    annotations: {},
    startsAtMs: NOW - 60_000,
    endsAtMs: NOW + 60_000,
    state: "active",
    silencedBy: [],
    inhibitedBy: [],
    ...fields,
  };
}

function silence(fields: Partial<Silence> = {}): Silence {
  return {
    id: "s/1",
    state: "active",
    matchers: [matcher("team", "ml"), matcher("alertname", "Down")],
    startsAtMs: NOW,
    endsAtMs: NOW + 600_000,
    updatedAtMs: NOW,
    createdBy: "ada",
    comment: "known",
    ...fields,
  };
}

function plan(scene: Partial<SilenceScene> = {}, order: Partial<SilenceOrder> = {}) {
  const matchers = [matcher("alertname", "Down"), matcher("team", "it's")];
  return planSilence({
    type: "alertmanager.silence",
    scene: { displayUrl: "http://am:9093", matchers, alerts: [alert()], same: [], half: null, ...scene },
    labels: { alertname: "Down", team: "it's" },
    forMs: 5_400_000,
    reason: "known, ticket 7",
    startsAtMs: NOW,
    ...order,
  });
}

const WORDS = 'alertname="Down" team="it\'s"';

test("the whole plan of a silence", () => {
  expect(plan()).toEqual({
    action: "alertmanager.silence",
    summary: "silence Down with team=it's for 1h30m",
    target: { kind: "Silence", namespace: "", name: WORDS, uid: WORDS },
    identity: expect.stringMatching(/^[0-9a-f]{64}$/),
    writes: [
      {
        id: "1",
        method: "POST",
        path: "/api/v2/silences",
        contentType: "application/json",
        body: {
          matchers: [
            { name: "alertname", value: "Down", isRegex: false, isEqual: true },
            { name: "team", value: "it's", isRegex: false, isEqual: true },
          ],
          startsAt: "2026-11-22T03:15:00Z",
          endsAt: "2026-11-22T04:45:00Z",
          createdBy: "bigops",
          comment: "known, ticket 7 (bigops ${mark})",
        },
        object: `silence of ${WORDS} in Alertmanager`,
      },
    ],
    instructions: [],
    changes: [{ path: `silence of ${WORDS}`, from: null, to: "until 2026-11-22T04:45:00Z" }],
    impact: {
      lines: [
        "hides 1 alert that fires: Down (since 2026-11-22T03:14:00Z)",
        "nobody is notified of what matches until 2026-11-22T04:45:00Z; then what still fires notifies again",
      ],
      keepServing: null,
      budgetAllows: null,
    },
    warnings: ["it mends nothing: whatever makes the alert fire goes on"],
    equivalent: `amtool silence add --alertmanager.url=http://am:9093 --duration=1h30m --author=bigops --comment='known, ticket 7' 'alertname="Down"' 'team="it'\\''s"'`,
    undo: "ends the silence: what still fires notifies again",
    before: {
      fields: { "silences with the same matchers": expect.stringMatching(/^[0-9a-f]{64}$/) },
      startsAtMs: NOW,
      endsAt: "2026-11-22T04:45:00Z",
      labels: { alertname: "Down", team: "it's" },
    },
    completionSeconds: 30,
  });
});

describe("what it hides", () => {
  const named = (...names: readonly (string | null)[]) =>
    names.map((name) => alert({ labels: name === null ? {} : { alertname: name } }));
  const since = "(since 2026-11-22T03:14:00Z)";
  test.each<[string, readonly FiringAlert[], readonly string[]]>([
    ["two", named("A", "B"), [`hides 2 alerts that fire: A ${since}, B ${since}`]],
    ["one without a name", named(null), [`hides 1 alert that fires: an alert without a name ${since}`]],
    [
      "five are named",
      named("A", "B", "C", "D", "E"),
      [`hides 5 alerts that fire: ${["A", "B", "C", "D", "E"].map((name) => `${name} ${since}`).join(", ")}`],
    ],
    [
      "of seven five are named",
      named("A", "B", "C", "D", "E", "F", "G"),
      [
        `hides 7 alerts that fire: ${["A", "B", "C", "D", "E"].map((name) => `${name} ${since}`).join(", ")}, and 2 more`,
      ],
    ],
    [
      "one is silenced already",
      [...named("A"), alert({ state: "suppressed", silencedBy: ["s0"] })],
      [`hides 1 alert that fires: A ${since}`, "1 more that match are silenced already"],
    ],
    [
      "one that another inhibits notifies again when that ends",
      [alert({ state: "suppressed", inhibitedBy: ["f2"] })],
      [`hides 1 alert that fires: Down ${since}`],
    ],
  ])("%s", (_what, alerts, lines) => {
    expect(plan({ alerts }).impact.lines.slice(0, -1)).toEqual(lines);
  });

  test.each([
    [[], `no alert with ${WORDS} fires: there is nothing to silence`],
    [[alert({ silencedBy: ["s0"] })], `every alert with ${WORDS} is silenced already`],
  ])("nothing is refused: %#", (alerts, message) => {
    expect(() => plan({ alerts })).toThrow(expect.objectContaining({ name: "PlanRefusal", kind: "not-now", message }));
  });
});

describe("what it is called, and what it warns of", () => {
  test.each([
    [{ alertname: "Down" }, "silence Down for 1h30m"],
    [{ team: "ml", env: "eu" }, "silence alerts with team=ml, env=eu for 1h30m"],
  ])("%j", (labels, summary) => {
    expect(plan({}, { labels }).summary).toBe(summary);
  });

  test("labels without a name, another silence, and half a pair", () => {
    const same = [silence({ id: "s1" }), silence({ id: "s2", endsAtMs: NOW + 60_000 })];
    expect(plan({ same, half: "it sees 1 of 2" }, { labels: { team: "ml" } }).warnings).toEqual([
      "it mends nothing: whatever makes the alert fire goes on",
      "it names no alertname: it hides every alert with these labels",
      "silence s1 has the same matchers and ends at 2026-11-22T03:25:00Z",
      "silence s2 has the same matchers and ends at 2026-11-22T03:16:00Z",
      "Alertmanager: it sees 1 of 2",
    ]);
  });
});

test("it rests on the silences with the same matchers, in whichever order, and not on the alerts that fire", () => {
  const [one, two] = [silence({ id: "s1" }), silence({ id: "s2" })];
  const { identity } = plan({ same: [one, two] });
  expect(plan({ same: [two, one], alerts: [alert(), alert()] }).identity).toBe(identity);
  expect(plan({ same: [one] }).identity).not.toBe(identity);
  expect(plan({ same: [one, { ...two, endsAtMs: NOW }] }).identity).not.toBe(identity);
});

describe("the end of a silence", () => {
  const end = (fields: Partial<Silence> = {}) => planExpiry("alertmanager.silence", silence(fields), "http://am:9093");
  const of = 'alertname="Down" team="ml"';

  test("the whole plan", () => {
    expect(end()).toEqual({
      action: "alertmanager.silence",
      summary: `end the silence of ${of}`,
      target: { kind: "Silence", namespace: "", name: "s/1", uid: "s/1" },
      identity: expect.stringMatching(/^[0-9a-f]{64}$/),
      writes: [
        {
          id: "1",
          method: "DELETE",
          path: "/api/v2/silence/s%2F1",
          contentType: "application/json",
          body: null,
          object: `silence s/1 of ${of} in Alertmanager`,
        },
      ],
      instructions: [],
      changes: [{ path: `silence of ${of}`, from: "until 2026-11-22T03:25:00Z", to: null }],
      impact: { lines: ["what still fires and matches notifies again"], keepServing: null, budgetAllows: null },
      warnings: [],
      equivalent: "amtool silence expire --alertmanager.url=http://am:9093 s/1",
      undo: null,
      before: {
        fields: { matchers: expect.any(String), "its end": expect.any(String) },
        silenceId: "s/1",
      },
      completionSeconds: 30,
    });
  });

  test("rests on its matchers and its end", () => {
    expect(end({ comment: "other" }).identity).toBe(end().identity);
    expect(end({ endsAtMs: NOW }).identity).not.toBe(end().identity);
    expect(end({ matchers: [matcher("team", "ml")] }).identity).not.toBe(end().identity);
  });

  test("is refused once it has ended", () => {
    expect(() => end({ state: "expired" })).toThrow(
      expect.objectContaining({
        name: "PlanRefusal",
        kind: "not-now",
        message: `silence s/1 of ${of} ended at 2026-11-22T03:25:00Z`,
      }),
    );
    expect(end({ state: "pending" }).summary).toBe(`end the silence of ${of}`);
  });
});
