import * as z from "zod";

const line = z.string().min(1);

/** A secret is only ever referred to. */
const secret = z
  .union([
    z.strictObject({ env: line.describe("The environment variable that holds it") }),
    z.strictObject({ file: line.describe("The file that holds it, from this file's folder") }),
  ])
  .describe("Where the secret is kept: { env: NAME } or { file: path }; never the secret itself");

const port = z.union([z.int().min(1).max(65_535), line]);

const directFields = {
  url: line.describe("http or https, as it is reached from here"),
  bearerToken: secret.optional(),
  ca: secret.optional().describe("PEM certificates to trust instead of the system's"),
};

const serviceFields = {
  service: line.describe("A Service of the cluster, reached through the API server"),
  port: port.describe("The number or the name of its port"),
  via: z.enum(["port-forward", "proxy"]).describe("How: a port-forward, or the API server's service proxy"),
  scheme: z.enum(["http", "https"]).optional().describe("Default: http"),
  namespace: line.optional().describe("Default: the environment's"),
  bearerToken: secret.optional(),
  ca: secret.optional().describe("PEM certificates to trust instead of the system's"),
};

function address(more: z.ZodRawShape = {}): z.ZodUnion<readonly [z.ZodObject, z.ZodObject]> {
  return z.union([z.strictObject({ ...directFields, ...more }), z.strictObject({ ...serviceFields, ...more })]);
}

const kubernetes = z.strictObject({
  context: line.optional().describe("Default: the kubeconfig's current one"),
  namespace: line.optional().describe("Default: the context's"),
  kubeconfig: line.optional().describe("Default: as kubectl finds it"),
});

const kafka = z.strictObject({
  brokers: z.array(line).min(1).describe("host:port of some brokers"),
  ssl: z
    .union([
      z.literal(true),
      z.strictObject({ ca: secret.optional(), cert: secret.optional(), key: secret.optional() }),
    ])
    .optional(),
  sasl: z
    .strictObject({ mechanism: z.enum(["plain", "scram-sha-256", "scram-sha-512"]), username: line, password: secret })
    .optional(),
});

const pagerTarget = z.union([
  z.strictObject({
    pagerduty: z.strictObject({ routingKey: secret, url: line.optional().describe("Default: PagerDuty's own") }),
  }),
  z.strictObject({ slack: z.strictObject({ webhook: secret }) }),
]);

const environment = z.strictObject({
  kubernetes: kubernetes.optional().describe("Which cluster; all optional: then as kubectl would"),
  prometheus: address().optional(),
  alertmanager: address().optional(),
  kafka: kafka.optional(),
  flink: address({ jar: line.optional().describe("The job's jar, from this file's folder") }).optional(),
  endpoints: z
    .record(z.string(), z.union([line, ...address().options]))
    .optional()
    .describe("HTTP endpoints by the names that runbooks use: a URL reachable from here, or a Service"),
  pager: z
    .strictObject({ targets: z.record(z.string(), pagerTarget).describe("By the names that escalations use") })
    .optional(),
  protected: z.boolean().optional().describe("Approving demands typing the environment's name"),
  readOnly: z.boolean().optional().describe("Never applies anything"),
  parameters: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .optional()
    .describe("Defaults of runbooks' parameters in this environment"),
  commands: z
    .strictObject({ allow: z.array(line).describe("Programs that a runbook's command checks may start") })
    .optional(),
});

/** bigops.yaml as written. */
export const environmentsSchema = z.strictObject({
  default: line.optional().describe("The environment when --env is not given"),
  runbooks: z.array(line).optional().describe("Folders of runbooks besides the shipped ones, from this file's folder"),
  environments: z.record(z.string(), environment).optional().describe("Where things are, by name"),
});

export type WrittenEnvironment = z.infer<typeof environment>;
