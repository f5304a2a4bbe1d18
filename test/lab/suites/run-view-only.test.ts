import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeLab, sharedCluster } from "../cluster-from-injected.ts";
import { portForwardRules } from "../cluster/access-rules.ts";
import { mutatingVerbs, type AuditEvent } from "../cluster/audit-events.ts";
import { badRollout, kvDown } from "../platform/faults.ts";
import type { Platform } from "../platform/platform.ts";
import { servicePods } from "../platform/pods.ts";
import { featureLookups } from "../prometheus/feature-lookups.ts";
import { startPrometheus, type LabPrometheus } from "../prometheus/start-prometheus.ts";
import { expectDiagnosis, type ExpectedDiagnosis } from "../run/expect-diagnosis.ts";
import { onScene } from "../run/scene.ts";
import { verdictsOf } from "../run/told.ts";

const readingVerbs = ["get", "list", "watch"];
const objects = (events: readonly AuditEvent[]) =>
  new Set(
    events.map(({ resource, subresource }) => (subresource === undefined ? resource : `${resource}/${subresource}`)),
  );

/** What the runbook's checks name, as the API is asked for it. */
const namedObjects = [
  // pods, rollout, logs
  /^get .*\/deployments\/feature-api$/,
  /^list .*\/replicasets\?.*labelSelector=app=feature-api/,
  /^list .*\/pods\?.*labelSelector=app=feature-api/,
  /^get .*\/pods\/feature-api-[^/]+\/log\?/,
  // kv-endpoints
  /^get .*\/services\/kv-store$/,
  /^list .*\/endpointslices\?.*labelSelector=kubernetes.io\/service-name=kv-store(&|$)/,
  // kv-replica-endpoints
  /^list .*\/pods\?.*labelSelector=app=kv-store,role=replica/,
];

/** What viewers did outside every namespace; all suites share the user, so it may be others' too. */
async function clusterWide(): Promise<readonly AuditEvent[]> {
  const events = await sharedCluster().auditEvents({ user: "viewer" });
  return events.filter(({ namespace }) => namespace === undefined);
}

describeLab("a dry run as a user who may only look", { concurrent: true }, () => {
  let calm: LabPrometheus;
  beforeAll(async () => {
    calm = await startPrometheus({ counters: featureLookups() });
  });
  afterAll(() => calm.close());

  describe.each<readonly [string, (platform: Platform) => Promise<unknown>, ExpectedDiagnosis]>([
    ["healthy", () => Promise.resolve(), { causes: [], proposals: [], failing: [] }],
    ["a bad rollout", badRollout, { causes: ["bad-rollout"], proposals: ["rollback"], failing: ["pods"] }],
    [
      "the KV store down",
      (platform) => kvDown(platform),
      { causes: ["kv-store-down"], proposals: ["failover-kv"], failing: ["kv", "kv-endpoints"] },
    ],
  ])("%s", (_name, strike, expected) => {
    it("reads each object that its checks name, decides every check, and asks for no change", () =>
      onScene({ user: "viewer", kv: "servers", prometheusUrl: calm.url }, async (scene) => {
        const { cluster, namespace } = scene.platform;
        await strike(scene.platform);
        const before = await cluster.auditEvents({ user: "viewer", namespace });
        expect(before).toEqual([]);
        const { document, exitCode } = await scene.run(["--dry-run"]);
        expectDiagnosis(document, expected);
        expect(exitCode).toBe(expected.failing.length === 0 ? 0 : 1);
        expect([...verdictsOf(document, "inconclusive"), ...verdictsOf(document, "error")]).toEqual([]);

        const reads = await cluster.auditEvents({ user: "viewer", namespace });
        const asked = reads.map(({ verb, uri }) => `${verb} ${decodeURIComponent(uri)}`);
        for (const read of namedObjects) expect(asked).toContainEqual(expect.stringMatching(read));
        expect(reads.filter(({ verb }) => !readingVerbs.includes(verb))).toEqual([]);
        // Nothing was asked for that a viewer may not see, but for the lease on what a proposal would change: that is said.
        const refused = reads.filter(({ status }) => status >= 400);
        expect(refused.map(({ verb, resource, status }) => `${status} ${verb} ${resource}`)).toEqual(
          expected.proposals.map(() => "403 get leases"),
        );
        for (const { plan } of document.proposals)
          expect(
            plan?.warnings.filter((warning) => warning.includes(`reading leases in ${namespace} is forbidden`)),
          ).toHaveLength(1);
        const elsewhere = (await clusterWide()).filter(({ verb }) => mutatingVerbs.includes(verb));
        expect(elsewhere.filter(({ resource }) => !/^self\w+reviews$/.test(resource ?? ""))).toEqual([]);
      }));
  });

  it("reads the logs of every pod, and lists pods but a few times however many there are", () =>
    onScene({ user: "viewer", kv: "servers", prometheusUrl: calm.url, platform: { replicas: 12 } }, async (scene) => {
      const { cluster, namespace } = scene.platform;
      const { document } = await scene.run(["--dry-run"]);
      expect(document.outcome).toBe("healthy");
      const pods = await servicePods(cluster, namespace, "app=feature-api");
      const reads = await cluster.auditEvents({ user: "viewer", namespace });
      const logs = reads.filter(({ subresource }) => subresource === "log").map(({ name }) => name);
      expect(new Set(logs)).toEqual(new Set(pods.map(({ metadata }) => metadata.name)));
      // One list, never a request for each pod where a list does.
      const single = reads.filter(
        ({ resource, subresource, verb }) => resource === "pods" && !subresource && verb === "get",
      );
      expect(single).toEqual([]);
    }));

  it("with the right to forward ports, and no other more, endpoints behind Services are asked too", () =>
    onScene({ user: "viewer", kv: "port-forward", prometheusUrl: calm.url }, async (scene) => {
      const { cluster, namespace } = scene.platform;
      await cluster.grant(namespace, "viewer", portForwardRules);
      const { document } = await scene.run(["--dry-run"]);
      expectDiagnosis(document, { causes: [], proposals: [], failing: [] });
      const events = await cluster.auditEvents({ user: "viewer", namespace });
      const others = events.filter(({ verb }) => !readingVerbs.includes(verb));
      expect([...objects(others)].filter((object) => object !== "pods/portforward")).toEqual([]);
    }));

  it("without that right the endpoints are not known, and the permission is named", () =>
    onScene({ user: "viewer", kv: "port-forward", prometheusUrl: calm.url }, async (scene) => {
      const { document, exitCode } = await scene.run(["--dry-run"]);
      expectDiagnosis(document, { causes: [], proposals: [], failing: [], untold: ["kv"] });
      expect(exitCode).toBe(3);
      const kv = document.checks.find(({ id }) => id === "kv");
      expect([kv?.verdict, kv?.error?.code]).toEqual(["error", "forbidden"]);
      expect(`${kv?.error?.message} ${kv?.error?.hint}`).toContain("pods/portforward");
    }));
});
