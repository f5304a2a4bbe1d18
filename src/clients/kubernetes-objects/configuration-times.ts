import { ClientError } from "../client-error.ts";
import { apiPath, type KubernetesClient } from "../kubernetes-client.ts";
import type { ObjectMeta } from "./api-objects.ts";
import { apiTimeMs, latestMs } from "./api-time.ts";
import type { ConfigurationReference } from "./configuration-references.ts";

/** When a ConfigMap or Secret last changed, milliseconds since the epoch; or why that is unknown. */
export interface ConfigurationTime extends ConfigurationReference {
  readonly changedAtMs: number | null;
  /** null where the time is known. */
  readonly problem: string | null;
}

interface Described {
  readonly metadata: ObjectMeta & { readonly managedFields?: readonly { readonly time?: string }[] };
}

/** Nothing rests on these times alone: a server that does not answer is not waited for longer. */
const WAIT_MS = 3_000;

/**
 * The latest change that each object's own record tells: its creation, or a write that managedFields keep. Only metadata is asked for, so that no
 * configuration and no secret is ever sent. What cannot be read says why. Rejects only when `signal` ended the wait.
 */
export function configurationTimes(
  kubernetes: KubernetesClient,
  namespace: string,
  references: readonly ConfigurationReference[],
  signal: AbortSignal,
): Promise<readonly ConfigurationTime[]> {
  const waited = AbortSignal.timeout(WAIT_MS);
  const bounded = AbortSignal.any([signal, waited]);
  return Promise.all(
    references.map(async ({ kind, name }) => {
      const plural = kind === "ConfigMap" ? "configmaps" : "secrets";
      try {
        const path = apiPath("api", "v1", "namespaces", namespace, plural, name);
        const changedAtMs = lastChangeMs(await kubernetes.getMetadata<Described>(path, bounded));
        return { kind, name, changedAtMs, problem: changedAtMs === null ? "it carries no times" : null };
      } catch (error) {
        if (!(error instanceof ClientError) || signal.aborted) throw error;
        const problem = waited.aborted ? `no answer within ${WAIT_MS / 1_000} s` : error.message;
        return { kind, name, changedAtMs: null, problem };
      }
    }),
  );
}

function lastChangeMs({ metadata }: Described): number | null {
  const times = (metadata.managedFields ?? []).map((entry) => apiTimeMs(entry.time));
  return latestMs([apiTimeMs(metadata.creationTimestamp), ...times]);
}
