import { expect, test } from "vitest";
import type { EndpointsFacts } from "../../../src/probes/endpoints/endpoints-facts.ts";
import { judgeEndpoints } from "../../../src/probes/endpoints/judge-endpoints.ts";

const up = { name: "kv-0", ready: true, terminating: false };
const down = { name: "kv-1", ready: false, terminating: false };
const leaving = { name: "kv-2", ready: false, terminating: true };

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
