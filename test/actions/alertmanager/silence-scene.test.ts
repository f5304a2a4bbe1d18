import { expect, test } from "vitest";
import { matchersText, readSilences, readSilenceScene } from "../../../src/actions/alertmanager/silence-scene.ts";
import type { AlertmanagerClient, AlertMatcher } from "../../../src/clients/alertmanager-client.ts";
import type { Doors } from "../../../src/clients/doors.ts";

const matcher = (name: string, value: string, fields: Partial<AlertMatcher> = {}): AlertMatcher => ({
  name,
  value,
  isRegex: false,
  isEqual: true,
  ...fields,
});
const [A, B] = [matcher("a", "1"), matcher("b", "2")];
const silenceOf = (id: string, matchers: readonly AlertMatcher[], state = "active") => ({ id, matchers, state });

const SILENCES = [
  silenceOf("the same", [A, B]),
  silenceOf("in another order", [B, A]),
  silenceOf("yet to begin", [A, B], "pending"),
  silenceOf("ended", [A, B], "expired"),
  silenceOf("broader", [A]),
  silenceOf("narrower", [A, B, matcher("c", "3")]),
  silenceOf("by a pattern", [A, { ...B, isRegex: true }]),
];

function alertmanagerWith(cluster: object, asked: unknown[] = []): AlertmanagerClient {
  return {
    displayUrl: "http://am",
    alerts: async (labels: unknown) => {
      asked.push(labels);
      return ["an alert"];
    },
    silences: async () => SILENCES,
    cluster: async () => cluster,
  } as unknown as AlertmanagerClient;
}

const WHOLE = { state: "ready", members: 2, failedPeers: 0 };
const HALF = { state: "ready", members: 1, failedPeers: 1 };
const signal = new AbortController().signal;

test("what a silence would meet: what fires, and the silences with just these matchers that have not ended", async () => {
  const asked: unknown[] = [];
  const doors = { alertmanager: async () => alertmanagerWith(WHOLE, asked) } as Doors;
  const scene = await readSilenceScene({ b: "2", a: "1" }, { doors, nowMs: 0, signal });
  expect({ ...scene, same: scene.same.map(({ id }) => id) }).toEqual({
    displayUrl: "http://am",
    matchers: [A, B],
    alerts: ["an alert"],
    same: ["the same", "in another order", "yet to begin"],
    half: null,
  });
  expect(asked).toEqual([{ b: "2", a: "1" }]);
});

test("all silences are read with ended ones, and whether some may be missing", async () => {
  expect(await readSilences(alertmanagerWith(WHOLE), signal)).toEqual({ silences: SILENCES, half: null });
  expect((await readSilences(alertmanagerWith(HALF), signal)).half).toContain("1 of 2 members");
});

test("equal sets of matchers are equal texts", () => {
  expect(matchersText([B, A])).toBe('a="1" b="2"');
  expect(matchersText([A, { ...B, isEqual: false }])).toBe('a="1" b!="2"');
  expect(matchersText([])).toBe("");
});
