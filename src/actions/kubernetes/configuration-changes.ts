import type { KubernetesClient } from "../../clients/kubernetes-client.ts";
import type { JsonObject } from "../../core/json.ts";
import { apiTime, apiTimeMs, latestMs } from "../../clients/kubernetes-objects/api-time.ts";
import { configurationReferences } from "./configuration-references.ts";
import type { ApiObject } from "./objects.ts";
import { readAdvisory } from "./read-advisory.ts";
import { configurationPath } from "./resource-paths.ts";

/**
 * What an undo of the template leaves as it is: ConfigMaps and Secrets of these templates that changed at or after `sinceMs` (null: unknown,
 * all count), and those that cannot be read. Their data is not looked at.
 */
export async function configurationWarnings(
  kubernetes: KubernetesClient,
  namespace: string,
  templates: readonly JsonObject[],
  sinceMs: number | null,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const references = new Map(
    templates.flatMap(configurationReferences).map((reference) => [`${reference.kind} ${reference.name}`, reference]),
  );
  const lines = await Promise.all(
    [...references].map(async ([label, { kind, name }]) => {
      const path = configurationPath(namespace, kind, name);
      const reading = await readAdvisory(kubernetes.get<ApiObject>(path, signal));
      if (!reading.readable) return `whether ${label} changed too is unknown: ${reading.problem}`;
      const changedAtMs = lastChangeMs(reading.value);
      if (changedAtMs === null) return `whether ${label} changed too is unknown: it carries no times`;
      if (sinceMs !== null && changedAtMs < sinceMs) return null;
      return `${label} changed at ${apiTime(changedAtMs)}; it is not rolled back`;
    }),
  );
  return lines.filter((line) => line !== null);
}

function lastChangeMs({ metadata }: ApiObject): number | null {
  const times = (metadata.managedFields ?? []).map((entry) => apiTimeMs(entry.time));
  return latestMs([apiTimeMs(metadata.creationTimestamp), ...times]);
}
