import type { KafkaSettings } from "../../core/environment/environment.ts";
import type { KafkaClient } from "../kafka-client.ts";
import type { SecretSources } from "../secrets/read-secret.ts";
import { kafkaOver } from "./kafka-over.ts";
import { loadSettings } from "./kafka-settings.ts";

/** The environment's Kafka. Reads its secrets; sends nothing yet. Rejects with ClientError `not-configured`. */
export async function openKafka(
  settings: KafkaSettings,
  key: string,
  sources: SecretSources,
  limits: { readonly timeoutMs: number; readonly userAgent: string },
): Promise<KafkaClient & { close(): void }> {
  // The broker keeps the name of whoever asks in its metrics: letters, digits and what Kafka allows beside them.
  const clientId = limits.userAgent.replace(/[^a-zA-Z0-9._-]/g, "-");
  return kafkaOver(await loadSettings(settings, key, sources), { timeoutMs: limits.timeoutMs, clientId });
}
