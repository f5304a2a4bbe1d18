import type { AlertmanagerClient } from "./alertmanager-client.ts";
import type { FlinkClient } from "./flink-client.ts";
import type { HttpEndpoint } from "./http-client.ts";
import type { KafkaClient } from "./kafka-client.ts";
import type { KubernetesClient } from "./kubernetes-client.ts";
import type { PagerClient } from "./pager-client.ts";
import type { PrometheusClient } from "./prometheus-client.ts";
import type { ShellClient } from "./shell-client.ts";

/**
 * All doors of one environment. Each opens when first asked for, once, and loads its library then. What the environment lacks rejects with
 * ClientError `not-configured`, naming the key to add.
 */
export interface Doors {
  kubernetes(): Promise<KubernetesClient>;
  prometheus(): Promise<PrometheusClient>;
  alertmanager(): Promise<AlertmanagerClient>;
  flink(): Promise<FlinkClient>;
  kafka(): Promise<KafkaClient>;
  endpoint(name: string): Promise<HttpEndpoint>;
  shell(): Promise<ShellClient>;
  pager(): Promise<PagerClient>;
  close(): Promise<void>;
}
