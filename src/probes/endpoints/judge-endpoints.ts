import * as z from "zod";
import type { Judgement } from "../../core/check/check-result.ts";
import type { EndpointFact, EndpointsFacts } from "./endpoints-facts.ts";

/** The typed result of `kubernetes.endpoints`. */
export const endpointsObserved = z.object({
  ready: z.int().describe("endpoints that get traffic"),
  notReady: z
    .int()
    .describe("endpoints that get none because they are not ready, or have no port that the Service leads to"),
  terminating: z.int().describe("endpoints whose pods are being deleted"),
  selector: z
    .record(z.string(), z.string())
    .describe("the labels by which the Service finds its pods; empty when it has none"),
});

/** Fails when no endpoint is ready and reached by a port of the Service. A Service that is only another name for a host has none to count: that cannot be told here. */
export function judgeEndpoints(facts: EndpointsFacts): Judgement {
  const { endpoints, externalName, selector } = facts;
  const terminating = endpoints.filter((endpoint) => endpoint.terminating).length;
  const serving = endpoints.filter((endpoint) => endpoint.ready && !endpoint.terminating);
  const portless = serving.filter((endpoint) => endpoint.portless).length;
  const ready = serving.length - portless;
  const notReady = endpoints.length - terminating - ready;
  const observed: z.infer<typeof endpointsObserved> = { ready, notReady, terminating, selector: { ...selector } };
  const labels = Object.entries(selector ?? {}).map(([key, value]) => `${key}=${value}`);
  const shared = {
    observed,
    evidence: [
      {
        what: facts.of === "service" ? "ready endpoints" : `ready pods with ${labels.join(",")}`,
        value: ready,
        limit: 1,
      },
      ...endpoints.slice(0, 10).map((endpoint) => ({ what: `endpoint ${endpoint.name}`, value: stateOf(endpoint) })),
    ],
    notes: [
      ...(facts.publishesNotReady
        ? ["the Service also publishes pods that are not ready: ready is no proof here"]
        : []),
      ...(portless > 0 ? [portlessWords(portless)] : []),
    ],
  };
  if (externalName !== null) {
    const summary = `it has no endpoints of its own: it is another name for ${externalName}`;
    return { verdict: "inconclusive", summary, ...shared, flip: null };
  }
  const others = [
    ...(notReady > portless ? [`${notReady - portless} not ready`] : []),
    ...(portless > 0 ? [`${portless} ${PORTLESS}`] : []),
    ...(terminating > 0 ? [`${terminating} terminating`] : []),
  ];
  if (ready > 0) {
    const but = others.length === 0 ? "" : ` (${others.join(", ")})`;
    const verdict = facts.publishesNotReady ? "inconclusive" : "pass";
    return {
      verdict,
      summary: `${ready} ready${but}`,
      ...shared,
      flip: verdict === "pass" ? "it fails when none is ready" : null,
    };
  }
  const none = facts.of === "labels" ? `no ready pod with ${labels.join(",")}` : "no ready endpoints";
  const why =
    others.length > 0
      ? ` (${others.join(", ")})`
      : labels.length > 0 && facts.of === "service"
        ? `, and no pods with ${labels.join(",")}`
        : "";
  return { verdict: "fail", summary: `${none}${why}`, ...shared, flip: "it passes when 1 is ready" };
}

const PORTLESS = "without the Service's port";

function stateOf({ terminating, ready, portless }: EndpointFact): string {
  if (terminating) return "terminating";
  if (!ready) return "not ready";
  return portless ? PORTLESS : "ready";
}

function portlessWords(count: number): string {
  const [pods, them] = count === 1 ? ["pod has", "it"] : ["pods have", "them"];
  return `${count} ready ${pods} no port that the Service's targetPort names: nothing reaches ${them}`;
}
