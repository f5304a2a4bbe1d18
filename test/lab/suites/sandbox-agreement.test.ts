import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ask } from "../../sandbox/agreement/ask.ts";
import { exchanges } from "../../sandbox/agreement/exchanges.ts";
import { likeness, type Likeness } from "../../sandbox/agreement/likeness.ts";
import { TROUBLES, troubleOf } from "../../sandbox/agreement/trouble.ts";
import { describeLab, sharedCluster } from "../cluster-from-injected.ts";
import { badRollout, imageUnavailable, outOfMemory, scaledToZero, unschedulable } from "../platform/faults.ts";
import { featureApi } from "../platform/manifests.ts";
import { startPlatform, type Platform } from "../platform/platform.ts";
import { podReason, servicePods } from "../platform/pods.ts";
import { waitUntil } from "../process/wait-until.ts";

const RECORD = new URL("../../sandbox/agreement/recorded.json", import.meta.url);
const TROUBLE_RECORD = new URL("../../sandbox/agreement/recorded-troubles.json", import.meta.url);

/** The Deployment's controller has seen what its pods are by now. */
function untilCounted({ cluster, namespace }: Platform): Promise<unknown> {
  return waitUntil("the Deployment to have counted its ready pods", async () => {
    const { status } = await cluster.get<{ status: { readyReplicas?: number } }>(
      `/apis/apps/v1/namespaces/${namespace}/deployments/${featureApi}`,
    );
    const pods = await servicePods(cluster, namespace, `app=${featureApi}`);
    return (status.readyReplicas ?? 0) === pods.filter((pod) => podReason(pod) === "Ready").length;
  });
}

function admin({ cluster: { pkiFolder } }: Platform) {
  const file = (name: string) => readFileSync(join(pkiFolder, name));
  return { ca: file("ca.crt"), cert: file("admin.crt"), key: file("admin.key") };
}

describeLab("what the sandbox is compared with", () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await startPlatform(sharedCluster(), { minAvailable: 2 });
  });
  afterAll(() => platform.close());

  it("is what the real API server answers; RECORD_AGREEMENT=1 writes it anew", async () => {
    const { serverUrl } = platform.cluster;
    const tls = admin(platform);
    const answers: Record<string, Likeness> = {};
    for (const exchange of exchanges) {
      const reply = await ask(serverUrl, tls, platform.namespace, exchange);
      answers[exchange.name] = likeness(exchange, reply, platform.namespace);
    }
    if (process.env["RECORD_AGREEMENT"] === "1") {
      writeFileSync(RECORD, `${JSON.stringify(answers, null, 2)}\n`);
    }
    expect(answers).toEqual(JSON.parse(readFileSync(RECORD, "utf8")));
  });

  it("is in trouble as the real one is", async () => {
    const faults: Readonly<Record<(typeof TROUBLES)[number], (platform: Platform) => Promise<unknown>>> = {
      "bad-rollout": badRollout,
      "image-unavailable": imageUnavailable,
      "out-of-memory": (own) => outOfMemory(own, own.replicas - 1),
      unschedulable,
      "scaled-to-zero": scaledToZero,
    };
    const told = await Promise.all(
      TROUBLES.map(async (fault) => {
        const own = await startPlatform(sharedCluster(), { minAvailable: 2 });
        try {
          await faults[fault](own);
          await untilCounted(own);
          return [fault, await troubleOf(own.cluster.serverUrl, admin(own), own.namespace)] as const;
        } finally {
          await own.close();
        }
      }),
    );
    const troubles = Object.fromEntries(told);
    if (process.env["RECORD_AGREEMENT"] === "1")
      writeFileSync(TROUBLE_RECORD, `${JSON.stringify(troubles, null, 2)}\n`);
    expect(troubles).toEqual(JSON.parse(readFileSync(TROUBLE_RECORD, "utf8")));
  });
});
