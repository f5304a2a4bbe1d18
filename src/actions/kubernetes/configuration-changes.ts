import type { KubernetesClient } from "../../clients/kubernetes-client.ts";
import { apiTime } from "../../clients/kubernetes-objects/api-time.ts";
import { configurationReferences } from "../../clients/kubernetes-objects/configuration-references.ts";
import { configurationTimes } from "../../clients/kubernetes-objects/configuration-times.ts";
import type { JsonObject } from "../../core/json.ts";

/**
 * What an undo of the template leaves as it is: ConfigMaps and Secrets of these templates that changed at or after `sinceMs` (null: unknown,
 * all count), and those that cannot be read. Their data is not asked for.
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
  const times = await configurationTimes(kubernetes, namespace, [...references.values()], signal);
  return times.flatMap(({ kind, name, changedAtMs, problem }) => {
    const label = `${kind} ${name}`;
    if (changedAtMs === null) return [`whether ${label} changed too is unknown: ${problem}`];
    if (sinceMs !== null && changedAtMs < sinceMs) return [];
    return [`${label} changed at ${apiTime(changedAtMs)}; it is not rolled back`];
  });
}
