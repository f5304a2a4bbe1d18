import type { Answer, TopicSettings } from "../kafka-client.ts";
import type { Cluster } from "./cluster.ts";
import { troubleOf } from "./kafka-trouble.ts";
import { describeTopicsRequest } from "./requests/describe-configs.ts";

/** Needs the right to describe configurations, which a user that may describe topics need not have. */
export async function topicSettings(
  cluster: Cluster,
  names: readonly string[],
  signal: AbortSignal,
): Promise<readonly Answer<TopicSettings>[]> {
  if (names.length === 0) return [];
  const topics = await cluster.ask(describeTopicsRequest(names, ["cleanup.policy", "retention.ms"]), signal);
  const found = new Map(topics.map((topic) => [topic.resourceName, topic]));
  return names.map((name) => {
    const topic = found.get(name);
    const trouble = troubleOf(topic?.errorCode ?? UNKNOWN_TOPIC);
    if (topic === undefined || trouble !== null)
      return { trouble: trouble ?? { code: "NO_ANSWER", words: "the broker did not speak of this topic" } };
    const value = (key: string) => topic.configEntries.find(({ configName }) => configName === key)?.configValue;
    const policy = value("cleanup.policy") ?? "";
    const retention = Number(value("retention.ms") ?? -1);
    const deletes = policy.includes("delete") && Number.isFinite(retention) && retention >= 0;
    return { value: { compacted: policy.includes("compact"), retentionMs: deletes ? retention : null } };
  });
}

const UNKNOWN_TOPIC = 3;
