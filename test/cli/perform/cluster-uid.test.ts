import { expect, test } from "vitest";
import { clusterUid } from "../../../src/cli/perform/cluster-uid.ts";
import { ClientError } from "../../../src/clients/client-error.ts";
import type { Doors } from "../../../src/clients/doors.ts";

const { signal } = new AbortController();

function answering(get: (path: string) => Promise<unknown>): Pick<Doors, "kubernetes"> {
  return { kubernetes: async () => ({ get }) } as unknown as Pick<Doors, "kubernetes">;
}

test("a cluster is told by the uid of its kube-system namespace, in one request", async () => {
  const asked: string[] = [];
  const get = async (path: string) => {
    asked.push(path);
    return { metadata: { uid: "6f1c" } };
  };
  expect(await clusterUid(answering(get), signal)).toEqual({ uid: "6f1c", warnings: [] });
  expect(asked).toEqual(["/api/v1/namespaces/kube-system"]);
});

test.each([
  ["forbidden", "403", "its namespace kube-system may not be read"],
  ["timeout", "no answer in 10 s", "no answer in 10 s"],
] as const)("where it cannot be read that is said: %s", async (code, message, why) => {
  const get = () => Promise.reject(new ClientError(code, message, "ask for it"));
  const warnings = [`the cluster is known by its URL alone: ${why}`];
  expect(await clusterUid(answering(get), signal)).toEqual({ uid: null, warnings });
});
