import { randomBytes } from "node:crypto";
import type { Server } from "node:http";
import { createAlertmanagerServer } from "./alertmanager/alertmanager-server.ts";
import { FiringAlerts } from "./alertmanager/firing-alerts.ts";
import { alertRules, RULES_BEGIN_MS } from "./alertmanager/rules.ts";
import { Silences } from "./alertmanager/silences.ts";
import { faults, findFault } from "./faults/index.ts";
import { createFlinkServer } from "./flink/flink-server.ts";
import { createHealthServer } from "./health/health-server.ts";
import { createKafkaServer } from "./kafka/kafka-server.ts";
import { kubeconfigYaml } from "./kubeconfig.ts";
import { createApiServer } from "./kubernetes/api-server.ts";
import { selfSignedCertificate } from "./kubernetes/certificate.ts";
import { OPERATOR, VIEWER } from "./kubernetes/identity.ts";
import { closeServer, listenOnLoopback } from "./listening.ts";
import type { SandboxMutation } from "./mutation.ts";
import { joinedSeries } from "./prometheus/joined-series.ts";
import { createPrometheusServer } from "./prometheus/prometheus-server.ts";
import { seriesSource } from "./prometheus/series-source.ts";
import { replay } from "./replay.ts";
import { createScenario } from "./scenario.ts";
import { kafkaView } from "./streaming/kafka-view.ts";
import { streamingSeries } from "./streaming/streaming-series.ts";
import { StreamingPlatform } from "./streaming/streaming-platform.ts";
import { NAMESPACE } from "./world/names.ts";

export type { SandboxMutation } from "./mutation.ts";

export interface SandboxOptions {
  /** A name of `faults`. */
  readonly fault: string;
  /** Of the noise, and of every name and uid. */
  readonly seed: number;
  /** Wall clock, ms, of the world's now when it was first started: onsets are relative to it. */
  readonly startedAtMs: number;
  /** The clock, ms. */
  readonly now: () => number;
  /** The accepted writes of an earlier process, oldest first: the world is brought to where they left it. */
  readonly mutations?: readonly SandboxMutation[];
  /** Called before the answer of each accepted write that is no dry run. */
  readonly onMutation?: (mutation: SandboxMutation) => void;
  /** The kubeconfig is a view-only user's: mutating verbs are forbidden. */
  readonly readOnlyUser?: boolean;
}

export interface Sandbox {
  /** One context, `sandbox`, in namespace ml. */
  readonly kubeconfigYaml: string;
  readonly kubernetesUrl: string;
  readonly prometheusUrl: string;
  readonly alertmanagerUrl: string;
  readonly flinkUrl: string;
  /** "host:port" of each broker. */
  readonly kafkaBrokers: readonly string[];
  readonly endpoints: Readonly<Record<"kv-store" | "kv-store-replica", string>>;
  close(): Promise<void>;
}

/**
 * Starts the embedded platform on free loopback ports. @throws when the fault is unknown, or the mutations do not fit it.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { seed, startedAtMs, now, mutations = [], onMutation = () => {}, readOnlyUser = false } = options;
  const fault = findFault(options.fault);
  if (fault === undefined) {
    throw new Error(`no fault named ${options.fault}; there are ${faults.map((one) => one.name).join(", ")}`);
  }
  const simulation = createScenario(fault, seed, startedAtMs);
  const platform = new StreamingPlatform(fault.streaming ?? {}, seed, startedAtMs);
  const silences = new Silences(seed);
  replay({ simulation, platform, silences }, mutations);
  const trouble = fault.wire ?? {};
  const tls = selfSignedCertificate();
  const operatorToken = randomBytes(24).toString("base64url");
  const viewerToken = randomBytes(24).toString("base64url");
  const users = new Map([
    [operatorToken, OPERATOR],
    [viewerToken, VIEWER],
  ]);
  const api = createApiServer({ simulation, now, trouble, users, tls, onMutation });
  const source = joinedSeries([seriesSource(simulation), streamingSeries(platform, now, simulation.conditionsAt)]);
  const prometheus = createPrometheusServer({ simulation, now, trouble, source });
  const firing = new FiringAlerts(alertRules, source, startedAtMs - RULES_BEGIN_MS);
  const state = { firing, silences, startedAtMs };
  const alertmanager = createAlertmanagerServer({ state, simulation, now, trouble, onMutation });
  const primary = createHealthServer({ simulation, service: "kv-store", now, trouble });
  const replica = createHealthServer({ simulation, service: "kv-store-replica", now, trouble });
  const flink = createFlinkServer({ platform, now, trouble, onMutation });
  const servers: Server[] = [api, prometheus, primary, replica, flink, alertmanager];
  const [apiPort, prometheusPort, primaryPort, replicaPort, flinkPort, alertmanagerPort] = await Promise.all(
    servers.map(listenOnLoopback),
  );
  const kafka = createKafkaServer({ state: kafkaView(platform), now, trouble });
  const kafkaBrokers = await kafka.listen();
  if (trouble.kubernetesRefuses === true) {
    await closeServer(api);
  }
  const kubernetesUrl = `https://127.0.0.1:${apiPort}`;
  const user = readOnlyUser ? VIEWER : OPERATOR;
  return {
    kubeconfigYaml: kubeconfigYaml({
      url: kubernetesUrl,
      certificate: tls.certificate,
      user: user.name,
      token: readOnlyUser ? viewerToken : operatorToken,
      namespace: NAMESPACE,
    }),
    kubernetesUrl,
    prometheusUrl: `http://127.0.0.1:${prometheusPort}`,
    alertmanagerUrl: `http://127.0.0.1:${alertmanagerPort}`,
    flinkUrl: `http://127.0.0.1:${flinkPort}`,
    kafkaBrokers,
    endpoints: {
      "kv-store": `http://127.0.0.1:${primaryPort}`,
      "kv-store-replica": `http://127.0.0.1:${replicaPort}`,
    },
    close: async () => {
      await Promise.all([kafka.close(), ...servers.filter((server) => server.listening).map(closeServer)]);
    },
  };
}
