import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { renderArgs } from "../../src/core/runbook/render-args.ts";
import { probes } from "../../src/probes/index.ts";

const types = [
  "alertmanager.alerts",
  "command",
  "flink.backpressure",
  "flink.checkpoints",
  "flink.job",
  "http.health",
  "kafka.consumer-lag",
  "kubernetes.endpoints",
  "kubernetes.logs",
  "kubernetes.nodes",
  "kubernetes.pods",
  "kubernetes.rollout",
  "prometheus.baseline",
  "prometheus.distribution",
  "prometheus.query",
];

test("the registry", () => {
  expect([...probes.keys()].sort()).toEqual(types);
});

const conditions = new Set(["pass", "fail", "warn"]);
const all = [...probes.values()].map((probe) => [probe.type, probe] as const);

test.each(all)("%s: its example is a check that its own schema takes", (type, probe) => {
  const [check] = parse(probe.example.replaceAll("{{ window }}", "5m")) as [Record<string, Record<string, unknown>>];
  const given = Object.entries(check[type] ?? {}).filter(([key]) => !conditions.has(key));
  expect(given.length).toBeGreaterThan(0);
  expect(probe.args.safeParse(Object.fromEntries(given)).success).toBe(true);
});

test.each(all)("%s: an argument that it does not know is refused", (_type, probe) => {
  expect(probe.args.safeParse({ depolyment: "x" }).success).toBe(false);
});

test.each(all)("%s: its schemas can be published, and each field is described", (_type, probe) => {
  const args = z.toJSONSchema(probe.args, { io: "input" }) as { properties: Record<string, { description?: string }> };
  const observed = z.toJSONSchema(probe.observed) as { properties: Record<string, { description?: string }> };
  for (const [name, field] of [...Object.entries(args.properties), ...Object.entries(observed.properties)])
    expect(field.description, name).toBeTruthy();
});

test.each(all)("%s: times are named …At, durations and counts have their units", (_type, probe) => {
  const times = Object.entries(probe.observed.shape).filter(([, field]) =>
    JSON.stringify(z.toJSONSchema(field as z.ZodType)).includes("date-time"),
  );
  for (const [name, field] of times) {
    const shape = z.toJSONSchema(field as z.ZodType);
    if (shape.type !== "array") expect(name).toMatch(/At$/);
  }
});

test("the query is marked as PromQL, so that parameters in it are escaped", () => {
  const args = z.toJSONSchema(probes.get("prometheus.query")?.args ?? z.never(), { io: "input" }) as {
    properties: Record<string, object>;
  };
  expect(args.properties["query"]).toMatchObject({ language: "promql" });
});

test.each(["kubernetes.pods", "kubernetes.logs", "kubernetes.nodes"])(
  "%s: a parameter in its selector cannot end a requirement",
  (type) => {
    const schema = probes.get(type)?.args ?? z.never();
    const selector = { labelSelector: "app={{ app }},tier=web" };
    expect(renderArgs(selector, { app: "feature-api" }, schema)).toMatchObject({
      labelSelector: "app=feature-api,tier=web",
    });
    expect(() => renderArgs(selector, { app: "a,b" }, schema)).toThrow('"a,b" is no label value');
  },
);

const place = {
  kafkaBrokers: "kafka-1:9092,kafka-2:9092",
  namespace: "ml",
  prometheusUrl: "http://prom:9090",
  alertmanagerUrl: "http://am:9093",
  endpointUrl: () => "http://kv-store.staging:8080",
};

test.each([
  // Nothing was read of it: its labels are not known then.
  ["kubernetes.pods", { deployment: "feature-api" }, "kubectl get deployment/feature-api -o wide -n ml"],
  ["kubernetes.pods", { labelSelector: "app in (a,b)" }, "kubectl get pods -l 'app in (a,b)' -n ml"],
  ["kubernetes.rollout", { deployment: "feature-api" }, "kubectl rollout history deployment/feature-api -n ml"],
  [
    "kubernetes.logs",
    { deployment: "feature-api", tail: 100 },
    "kubectl logs deployment/feature-api --all-pods --tail=100 --prefix -n ml",
  ],
  [
    "kubernetes.endpoints",
    { service: "kv-store" },
    "kubectl get endpointslices -l kubernetes.io/service-name=kv-store -n ml",
  ],
  [
    "kubernetes.endpoints",
    { selector: { app: "kv", role: "replica" } },
    "kubectl get pods -l app=kv,role=replica -n ml",
  ],
  ["http.health", { endpoint: "kv-store" }, "curl -sS -i http://kv-store.staging:8080/health"],
  ["prometheus.query", { query: "sum(rate(x[2m]))" }, "promtool query instant http://prom:9090 'sum(rate(x[2m]))'"],
  [
    "prometheus.baseline",
    { query: "sum(rate(x[2m]))", against: ["1d", "1w"] },
    `for ago in 0 86400 604800; do promtool query instant --time="$(($(date +%s) - ago))" http://prom:9090 'sum(rate(x[2m]))'; done`,
  ],
  [
    "prometheus.distribution",
    { query: "sum by (model) (rate(x[2m]))", label: "model" },
    "promtool query instant http://prom:9090 'sort_desc(sum by (model) (rate(x[2m])))'",
  ],
  [
    "alertmanager.alerts",
    { matchers: { model: "a b", alertname: "X" } },
    `amtool alert query --alertmanager.url=http://am:9093 'alertname="X"' 'model="a b"'`,
  ],
  [
    "kafka.consumer-lag",
    { group: "zipline consumer" },
    "kafka-consumer-groups --bootstrap-server kafka-1:9092,kafka-2:9092 --describe --group 'zipline consumer'",
  ],
  ["kubernetes.nodes", { labelSelector: "pool=gpu" }, "kubectl get nodes -l pool=gpu -o wide"],
  ["command", { run: ["flink", "list", "it's"] }, "flink list 'it'\\''s'"],
])("%s %j by hand", (type, given, command) => {
  const probe = probes.get(type);
  expect(probe?.equivalent(probe.args.parse(given), place)).toBe(command);
});

test.each([
  ["kubernetes.pods", "kubectl get pods -l app.kubernetes.io/name=api,tier=web -n ml"],
  ["kubernetes.logs", "kubectl logs -l app.kubernetes.io/name=api,tier=web --tail=500 --prefix -n ml"],
])("%s of a Deployment by hand has the labels by which that finds its pods", (type, command) => {
  const probe = probes.get(type);
  const facts = { selector: "app.kubernetes.io/name=api,tier=web" };
  expect(probe?.equivalent(probe.args.parse({ deployment: "feature-api" }), place, facts)).toBe(command);
});
