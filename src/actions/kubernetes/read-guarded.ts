import { ClientError } from "../../clients/client-error.ts";
import type { KubernetesClient } from "../../clients/kubernetes-client.ts";
import type { Write } from "../../core/plan/plan.ts";
import type { ApiObject } from "./objects.ts";

/**
 * The object that a write is about, now. Rejects with ClientError; `unexpected-answer` also where it lacks its uid or its version: nothing could then guard
 * the write, nor tell whether it was made.
 */
export async function readGuarded(
  kubernetes: KubernetesClient,
  { object, path }: Write,
  signal: AbortSignal,
): Promise<ApiObject> {
  const found = await kubernetes.get<ApiObject>(path, signal);
  const { uid, resourceVersion } = found.metadata as Partial<ApiObject["metadata"]>;
  for (const [name, value] of Object.entries({ uid, resourceVersion }))
    if (typeof value !== "string" || value === "")
      throw new ClientError(
        "unexpected-answer",
        `get ${object}: the answer has no metadata.${name}`,
        "does something on the way change the API server's answers?",
      );
  return found;
}
