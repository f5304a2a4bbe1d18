import * as z from "zod";
import type { Judgement } from "../../core/check/check-result.ts";
import type { EndpointsFacts } from "./endpoints-facts.ts";

/** The typed result of `kubernetes.endpoints`. */
export const endpointsObserved = z.object({
  ready: z.int().describe("endpoints that get traffic"),
  notReady: z.int().describe("endpoints that get none because they are not ready"),
  terminating: z.int().describe("endpoints whose pods are being deleted"),
  selector: z
    .record(z.string(), z.string())
    .describe("the labels by which the Service finds its pods; empty when it has none"),
});

/** Fails when no endpoint is ready. A Service that is only another name for a host has none to count: that cannot be told here. */
export function judgeEndpoints(facts: EndpointsFacts): Judgement {
  const { endpoints, externalName, selector } = facts;
  const terminating = endpoints.filter((endpoint) => endpoint.terminating).length;
  const ready = endpoints.filter((endpoint) => endpoint.ready && !endpoint.terminating).length;
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
      ...endpoints.slice(0, 10).map(({ name, ready, terminating }) => ({
        what: `endpoint ${name}`,
        value: terminating ? "terminating" : ready ? "ready" : "not ready",
      })),
    ],
    notes: facts.publishesNotReady
      ? ["the Service also publishes pods that are not ready: ready is no proof here"]
      : [],
  };
  if (externalName !== null) {
    const summary = `it has no endpoints of its own: it is another name for ${externalName}`;
    return { verdict: "inconclusive", summary, ...shared, flip: null };
  }
  const others = [
    ...(notReady > 0 ? [`${notReady} not ready`] : []),
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
