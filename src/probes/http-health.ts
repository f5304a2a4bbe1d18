import * as z from "zod";
import { shellQuote } from "../core/text/shell-quote.ts";
import { healthObserved } from "./health/health-observed.ts";
import { judgeHealth, type HealthFacts } from "./health/judge-health.ts";
import { refuseGateway } from "./health/refuse-gateway.ts";
import { readHealthBody } from "./health/read-health-body.ts";
import { judgeAsExpected } from "./judge-as-expected.ts";
import type { Probe } from "./probe.ts";

const args = z.strictObject({
  endpoint: z.string().min(1).describe("an endpoint of the environment, by its name there"),
  path: z.string().startsWith("/").meta({ language: "url-path" }).default("/health").describe("the path to ask"),
  statusField: z
    .string()
    .min(1)
    .default("status")
    .describe("the field of a JSON answer that says the state; dots lead inwards"),
});

export const httpHealth: Probe<z.infer<typeof args>, HealthFacts> = {
  type: "http.health",
  title: "what a service says of its own health over HTTP",
  args,
  observed: healthObserved,
  passes: "a 2xx answer that says it is up",
  example: `- id: kv
  title: health of the KV store
  http.health: { endpoint: kv-store }`,
  rule: "health/2",
  async gather({ endpoint, path, statusField }, { doors, nowMs, signal }) {
    const door = await doors.endpoint(endpoint);
    const { status, latencyMs, contentType, body } = await door.get(path, {}, signal);
    const said = readHealthBody(body, contentType, statusField);
    refuseGateway(endpoint, status, said);
    return {
      facts: { status, latencyMs, contentType, body: said },
      vantage: door.vantage,
      windowStartMs: nowMs,
      sampledAtMs: nowMs,
    };
  },
  judge(facts, _args, { expect }) {
    return judgeAsExpected(judgeHealth(facts), expect, healthObserved);
  },
  equivalent({ endpoint, path }, place) {
    return `curl -sS -i ${shellQuote(`${place.endpointUrl(endpoint) ?? `http://${endpoint}`}${path}`)}`;
  },
};
