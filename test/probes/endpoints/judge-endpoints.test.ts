import { expect, test } from "vitest";
import type { EndpointsFacts } from "../../../src/probes/endpoints/endpoints-facts.ts";
import { judgeEndpoints } from "../../../src/probes/endpoints/judge-endpoints.ts";

const up = { name: "kv-0", ready: true, terminating: false, portless: false };
const down = { name: "kv-1", ready: false, terminating: false, portless: false };
const portless = { name: "kv-3", ready: true, terminating: false, portless: true };
const leaving = { name: "kv-2", ready: false, terminating: true, portless: false };

function facts(endpoints: EndpointsFacts["endpoints"], fields: Partial<EndpointsFacts> = {}): EndpointsFacts {
  return {
    of: "service",
    selector: { app: "kv-store", role: "primary" },
    externalName: null,
    publishesNotReady: false,
    endpoints,
    ...fields,
  };
}

test.each([
  ["some ready", facts([up, down, leaving]), "pass", "1 ready (1 not ready, 1 terminating)"],
  ["none ready", facts([down, leaving]), "fail", "no ready endpoints (1 not ready, 1 terminating)"],
  ["none reached", facts([portless, down]), "fail", "no ready endpoints (1 not ready, 1 without the Service's port)"],
  ["some not reached", facts([portless, up]), "pass", "1 ready (1 without the Service's port)"],
  [
    "one that leaves is told once",
    facts([{ ...portless, terminating: true }]),
    "fail",
    "no ready endpoints (1 terminating)",
  ],
  [
    "nor is one that is not ready told twice",
    facts([{ ...portless, ready: false }]),
    "fail",
    "no ready endpoints (1 not ready)",
  ],
  ["none at all", facts([]), "fail", "no ready endpoints, and no pods with app=kv-store,role=primary"],
  ["a Service without a selector", facts([], { selector: null }), "fail", "no ready endpoints"],
  ["by labels", facts([], { of: "labels" }), "fail", "no ready pod with app=kv-store,role=primary"],
  [
    "another name for a host",
    facts([], { externalName: "kv.example" }),
    "inconclusive",
    "it has no endpoints of its own: it is another name for kv.example",
  ],
  ["one that publishes what is not ready", facts([up], { publishesNotReady: true }), "inconclusive", "1 ready"],
] as const)("%s", (_name, given, verdict, summary) => {
  const judged = judgeEndpoints(given);
  expect({ verdict: judged.verdict, summary: judged.summary }).toEqual({ verdict, summary });
});

test("counts", () => {
  expect(judgeEndpoints(facts([up, up, down, leaving])).observed).toEqual({
    ready: 2,
    notReady: 1,
    terminating: 1,
    selector: { app: "kv-store", role: "primary" },
  });
});

test("a ready endpoint that no port of the Service leads to counts as not ready, and why is said", () => {
  const judged = judgeEndpoints(facts([up, portless, { ...portless, name: "kv-4" }]));
  expect(judged.observed).toMatchObject({ ready: 1, notReady: 2 });
  expect(judged.evidence.map(({ value }) => value)).toEqual([
    1,
    "ready",
    "without the Service's port",
    "without the Service's port",
  ]);
  expect(judged.notes).toEqual(["2 ready pods have no port that the Service's targetPort names: nothing reaches them"]);
  expect(judgeEndpoints(facts([portless])).notes).toEqual([
    "1 ready pod has no port that the Service's targetPort names: nothing reaches it",
  ]);
});

test("what was seen, an endpoint a line", () => {
  const judged = judgeEndpoints(facts([up, down, leaving, { ...leaving, name: "kv-3", ready: true }]));
  expect(judged.evidence).toEqual([
    { what: "ready endpoints", value: 1, limit: 1 },
    { what: "endpoint kv-0", value: "ready" },
    { what: "endpoint kv-1", value: "not ready" },
    { what: "endpoint kv-2", value: "terminating" },
    { what: "endpoint kv-3", value: "terminating" },
  ]);
  expect(judged.evidence).toHaveLength(5);
  const many = Array.from({ length: 12 }, (_, index) => ({ ...up, name: `kv-${index}` }));
  expect(
    judgeEndpoints(facts(many))
      .evidence.map(({ what }) => what)
      .slice(1),
  ).toEqual(many.slice(0, 10).map(({ name }) => `endpoint ${name}`));
  expect(judgeEndpoints(facts([up], { of: "labels" })).evidence[0]?.what).toBe(
    "ready pods with app=kv-store,role=primary",
  );
});

test.each([
  ["ready", facts([up]), "it fails when none is ready", "1 ready"],
  ["not ready alone", facts([up, down]), "it fails when none is ready", "1 ready (1 not ready)"],
  ["none", facts([down]), "it passes when 1 is ready", "no ready endpoints (1 not ready)"],
  [
    "by labels, none",
    facts([down], { of: "labels" }),
    "it passes when 1 is ready",
    "no ready pod with app=kv-store,role=primary (1 not ready)",
  ],
  ["ready is no proof", facts([up], { publishesNotReady: true }), null, "1 ready"],
  [
    "ready is no proof, none",
    facts([], { publishesNotReady: true, selector: {} }),
    "it passes when 1 is ready",
    "no ready endpoints",
  ],
  [
    "another name",
    facts([], { externalName: "kv.example" }),
    null,
    "it has no endpoints of its own: it is another name for kv.example",
  ],
])("what would have decided otherwise: %s", (_, given, flip, summary) => {
  const judged = judgeEndpoints(given);
  expect([judged.flip, judged.summary]).toEqual([flip, summary]);
  expect(judged.notes).toEqual(
    given.publishesNotReady ? ["the Service also publishes pods that are not ready: ready is no proof here"] : [],
  );
});
