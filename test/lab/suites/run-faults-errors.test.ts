import { afterAll, beforeAll, expect, it } from "vitest";
import { describeLab } from "../cluster-from-injected.ts";
import { badRolloutReady, kvDown } from "../platform/faults.ts";
import { disruptionBudget } from "../platform/manifests.ts";
import { errorRatioQuery, featureLookups, lookupErrorsTotal } from "../prometheus/feature-lookups.ts";
import { startPrometheus, type LabPrometheus } from "../prometheus/start-prometheus.ts";
import { waitUntil } from "../process/wait-until.ts";
import { approve, proposed } from "../run/approve.ts";
import { expectNoChange, proposalOf } from "../run/changes.ts";
import { expectDiagnosis } from "../run/expect-diagnosis.ts";
import { openScene, type Scene } from "../run/scene.ts";
import { checkOf } from "../run/told.ts";

const errorsPerSecond = 37.2;

/** One service's errors, seen against platforms that differ in what happened to them before the errors began. */
describeLab("the diagnosis of failing lookups", () => {
  let prometheus: LabPrometheus;
  let released: Scene;
  let untouched: Scene;
  let withoutKv: Scene;
  let beganMs: number;
  const scenes = () => [released, untouched, withoutKv];
  beforeAll(async () => {
    prometheus = await startPrometheus({ counters: featureLookups() });
    const place = { prometheusUrl: prometheus.url };
    [released, untouched, withoutKv] = await Promise.all([
      openScene(place),
      openScene({ ...place, platform: { releases: 1 } }),
      openScene({ ...place, kv: "servers" }),
    ]);
    await Promise.all([badRolloutReady(released.platform), kvDown(withoutKv.platform)]);
    beganMs = Date.now();
    prometheus.setRate(lookupErrorsTotal, errorsPerSecond);
    await prometheus.waitForValue(errorRatioQuery("5s"), (value) => value > 0.36);
  });
  afterAll(async () => {
    await Promise.all(scenes().map((scene) => scene.close()));
    await prometheus.close();
  });

  it("a release whose pods are ready and serve errors: roll back", async () => {
    const { document } = await released.run(["--dry-run"]);
    expectDiagnosis(document, { causes: ["bad-rollout"], proposals: ["rollback"], failing: ["error-rate"] });
    const { observed } = checkOf(document, "error-rate");
    // 37.2 errors of 100 lookups a second.
    expect(observed["value"]).toBeCloseTo(0.372, 1);
    // Seen in samples of one second, over a window of five: 10 % of 37 % is passed in the second one.
    const onsetMs = Date.parse(String(observed["onsetAt"]));
    expect(onsetMs).toBeGreaterThanOrEqual(beganMs - 1000);
    expect(onsetMs).toBeLessThan(beganMs + 5000);
    await expectNoChange(released);
  });

  it("without a release nothing explains them, and nothing is made up", async () => {
    const { document } = await untouched.run(["--dry-run"]);
    const expected = { causes: [], proposals: [], failing: ["error-rate"], unexplained: ["error-rate"] };
    expectDiagnosis(document, expected);
    expect(document.proposals).toEqual([]);
  });

  it("a KV store that is down explains them, though there was a release too", async () => {
    const { document } = await withoutKv.run(["--dry-run"]);
    const failing = ["error-rate", "kv", "kv-endpoints"];
    expectDiagnosis(document, { causes: ["kv-store-down"], proposals: ["failover-kv"], failing });
  });

  it("a release after they began is no suspect", async () => {
    await badRolloutReady(untouched.platform);
    const { document } = await untouched.run(["--dry-run"]);
    expect(checkOf(document, "rollout").observed).toMatchObject({ revision: 2, hasPredecessor: true });
    const expected = { causes: [], proposals: [], failing: ["error-rate"], unexplained: ["error-rate"] };
    expectDiagnosis(document, expected);
  });

  it("a disruption budget that comes while the rollback waits for its approval: refused", async () => {
    const { cluster, namespace } = released.platform;
    const asked = await proposed(released, "rollback");
    await cluster.apply([disruptionBudget(namespace, released.platform.replicas)]);
    await waitUntil("the budget to allow no disruption", async () => {
      type Budget = { status?: { disruptionsAllowed?: number; currentHealthy?: number } };
      const path = `/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets/feature-api`;
      const { status } = await cluster.get<Budget>(path);
      return status?.currentHealthy === released.platform.replicas && status.disruptionsAllowed === 0;
    });
    const refused = await approve(released, asked, "rollback");
    expect([refused.exitCode, refused.document.outcome]).toEqual([7, "refused"]);
    expect(proposalOf(refused.document, "rollback").reason).toContain("disruption budget");
    await expectNoChange(released);
  });
});
