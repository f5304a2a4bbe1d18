import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { ClientError } from "../../../src/clients/client-error.ts";
import type { KubernetesClient } from "../../../src/clients/kubernetes-client.ts";
import { readWorkload } from "../../../src/probes/kubernetes/read-workload.ts";

const { signal } = new AbortController();

/** An API that refuses these lists, some of them later than the others. */
function refusing(lists: readonly string[], late: string): KubernetesClient {
  const deployment = { metadata: { uid: "d" }, spec: { selector: { matchLabels: { app: "feature-api" } } } };
  return {
    namespace: "ml",
    get: async () => deployment,
    list: async (path: string) => {
      const resource = path.slice(path.lastIndexOf("/") + 1);
      if (resource === late) await turn();
      if (lists.includes(resource)) throw new ClientError("forbidden", `may not list ${resource}`, "ask for it", 403);
      return [];
    },
  } as unknown as KubernetesClient;
}

test.each([
  [["replicasets", "pods"], "replicasets", "may not list replicasets"],
  [["replicasets", "pods"], "pods", "may not list replicasets"],
  [["pods"], "replicasets", "may not list pods"],
] as const)("what is refused of %j is said alike whichever answer comes late: %s", async (lists, late, message) => {
  await expect(readWorkload(refusing(lists, late), "feature-api", signal)).rejects.toThrow(message);
});
