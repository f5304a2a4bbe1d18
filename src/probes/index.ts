import { alertmanagerAlerts } from "./alertmanager-alerts.ts";
import { command } from "./command.ts";
import { flinkBackpressure } from "./flink-backpressure.ts";
import { flinkCheckpoints } from "./flink-checkpoints.ts";
import { flinkJob } from "./flink-job.ts";
import { httpHealth } from "./http-health.ts";
import { kafkaConsumerLag } from "./kafka-consumer-lag.ts";
import { kubernetesEndpoints } from "./kubernetes-endpoints.ts";
import { kubernetesLogs } from "./kubernetes-logs.ts";
import { kubernetesNodes } from "./kubernetes-nodes.ts";
import { kubernetesPods } from "./kubernetes-pods.ts";
import { kubernetesRollout } from "./kubernetes-rollout.ts";
import type { Probe } from "./probe.ts";
import { prometheusBaseline } from "./prometheus-baseline.ts";
import { prometheusDistribution } from "./prometheus-distribution.ts";
import { prometheusQuery } from "./prometheus-query.ts";

/** A probe in a list of its kind: its arguments were read by its own schema before they reach it. */
function listed<Args, Facts>(probe: Probe<Args, Facts>): readonly [string, Probe] {
  return [probe.type, probe];
}

/** Every probe there is, by type. */
export const probes: ReadonlyMap<string, Probe> = new Map([
  listed(kubernetesPods),
  listed(kubernetesRollout),
  listed(kubernetesLogs),
  listed(kubernetesEndpoints),
  listed(kubernetesNodes),
  listed(httpHealth),
  listed(prometheusQuery),
  listed(prometheusBaseline),
  listed(prometheusDistribution),
  listed(alertmanagerAlerts),
  listed(flinkJob),
  listed(flinkBackpressure),
  listed(flinkCheckpoints),
  listed(kafkaConsumerLag),
  listed(command),
]);
