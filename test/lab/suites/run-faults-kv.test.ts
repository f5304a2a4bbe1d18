import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeLab } from "../cluster-from-injected.ts";
import { kvDown } from "../platform/faults.ts";
import type { Platform } from "../platform/platform.ts";
import { featureLookups } from "../prometheus/feature-lookups.ts";
import { startPrometheus, type LabPrometheus } from "../prometheus/start-prometheus.ts";
import { expectNoChange } from "../run/changes.ts";
import { closedPort } from "../run/closed-port.ts";
import { expectDiagnosis, type ExpectedDiagnosis } from "../run/expect-diagnosis.ts";
import { onScene, type SceneOptions } from "../run/scene.ts";
import { checkOf } from "../run/told.ts";

const oneRelease = { platform: { releases: 1 } } as const;

describeLab("the diagnosis of the KV store", { concurrent: true }, () => {
  let calm: LabPrometheus;
  beforeAll(async () => {
    calm = await startPrometheus({ counters: featureLookups() });
  });
  afterAll(() => calm.close());

  describe.each<readonly [string, Pick<SceneOptions, "kv">, (platform: Platform) => unknown, ExpectedDiagnosis]>([
    [
      "down, asked directly",
      { kv: "servers" },
      (platform) => kvDown(platform),
      { causes: ["kv-store-down"], proposals: ["failover-kv"], failing: ["kv", "kv-endpoints"] },
    ],
    [
      "down, asked by port-forward: nobody is there to ask, and no endpoint is ready",
      { kv: "port-forward" },
      (platform) => kvDown(platform),
      { causes: ["kv-store-down"], proposals: ["failover-kv"], failing: ["kv-endpoints"], untold: ["kv"] },
    ],
    [
      "ready endpoints, and an answer 200 that says down",
      { kv: "port-forward" },
      ({ kv }) => kv.primary.behave({ kind: "reports-down" }),
      { causes: ["kv-store-down"], proposals: ["failover-kv"], failing: ["kv"] },
    ],
    [
      "down with its replica: a failover would lead nowhere",
      { kv: "servers" },
      (platform) => kvDown(platform, { replicaToo: true }),
      { causes: ["kv-store-down"], proposals: [], failing: ["kv", "kv-endpoints"] },
    ],
    [
      "down, and its replica answers with a login page",
      { kv: "servers" },
      async (platform) => {
        await kvDown(platform);
        platform.kv.replica.behave({ kind: "html" });
      },
      { causes: ["kv-store-down"], proposals: [], failing: ["kv", "kv-endpoints"] },
    ],
    [
      "down, and its replica takes the question and stays silent",
      { kv: "port-forward" },
      async (platform) => {
        await kvDown(platform);
        platform.kv.replica.behave({ kind: "silent" });
      },
      { causes: ["kv-store-down"], proposals: [], failing: ["kv-endpoints"], untold: ["kv"] },
    ],
    [
      "a login page in front of it",
      { kv: "servers" },
      ({ kv }) => kv.primary.behave({ kind: "html" }),
      { causes: [], proposals: [], failing: [], untold: ["kv"] },
    ],
    [
      "connections that are cut, by port-forward",
      { kv: "port-forward" },
      ({ kv }) => kv.primary.behave({ kind: "reset" }),
      { causes: [], proposals: [], failing: [], untold: ["kv"] },
    ],
  ])("%s", (_name, kv, strike, expected) => {
    it("is told as far as it can be known", () =>
      onScene({ ...oneRelease, ...kv, prometheusUrl: calm.url }, async (scene) => {
        await strike(scene.platform);
        const { document, exitCode } = await scene.run(["--dry-run", "--timeout", "4s"]);
        expectDiagnosis(document, expected);
        expect(exitCode).toBe(document.exitCode);
        await expectNoChange(scene);
      }));
  });

  it("an address at which nothing listens from here proves nothing", async () => {
    const kv = { primary: await closedPort(), replica: await closedPort() };
    await onScene({ ...oneRelease, kv, prometheusUrl: calm.url }, async (scene) => {
      const { document } = await scene.run(["--dry-run"]);
      expectDiagnosis(document, { causes: [], proposals: [], failing: [], untold: ["kv"] });
      const { verdict, error, summary } = checkOf(document, "kv");
      expect(verdict).toBe("inconclusive");
      expect(error?.code).toBe("unreachable");
      expect(summary).toContain("from here");
    });
  });
});
