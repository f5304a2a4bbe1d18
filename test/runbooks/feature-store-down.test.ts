import { describe, expect, test } from "vitest";
import { result } from "../core/runbook/results.ts";
import {
  diagnose,
  errorsHigh,
  healthy,
  kvDown,
  kvUnreachable,
  minutesBefore,
  noKvEndpoints,
  podTrouble,
  release,
  runbook,
  scaledToZero,
} from "./feature-store.ts";

const RECENT = release(minutesBefore(1.5));
const crash = podTrouble("crashing", "CrashLoopBackOff");
const notReady = podTrouble("notReady", "NotReady");
const noImage = podTrouble("imageUnavailable", "ImagePullBackOff");
const noConfiguration = podTrouble("configurationUnavailable", "CreateContainerConfigError");
const outOfMemory = podTrouble("outOfMemory", "OOMKilled");
const noRoom = podTrouble("unschedulable", "Unschedulable");

describe("what is seen, and what it means and allows", () => {
  test.each([
    ["all is well", [], [], []],
    ["all is well after a release", [RECENT], [], []],
    ["crash loop after a release", [crash, RECENT], ["bad-rollout"], ["rollback"]],
    ["crash loop after a release, errors high", [crash, RECENT, errorsHigh()], ["bad-rollout"], ["rollback"]],
    ["not ready after a release", [notReady, RECENT], ["bad-rollout"], ["rollback"]],
    ["crash loop without a release", [crash], ["pods-unhealthy"], ["restart"]],
    ["not ready without a release", [notReady], ["pods-unhealthy"], ["restart"]],
    ["image missing after a release", [noImage, RECENT], ["image-unavailable", "bad-rollout"], ["rollback"]],
    ["image missing without", [noImage], ["image-unavailable"], ["provide-image"]],
    [
      "configuration missing after a release",
      [noConfiguration, RECENT],
      ["image-unavailable", "bad-rollout"],
      ["rollback"],
    ],
    ["configuration missing without", [noConfiguration], ["image-unavailable"], ["provide-image"]],
    ["out of memory after a release", [outOfMemory, RECENT], ["out-of-memory", "bad-rollout"], ["rollback"]],
    ["out of memory without", [outOfMemory], ["out-of-memory"], ["raise-memory-limit", "restart"]],
    ["no room after a release", [noRoom, RECENT], ["unschedulable", "bad-rollout"], ["rollback"]],
    ["no room without", [noRoom], ["unschedulable"], ["make-room"]],
    ["ready, errors high, after a release", [errorsHigh(), RECENT], ["bad-rollout"], ["rollback"]],
    ["ready, errors high, without a release", [errorsHigh()], [], []],
    ["KV says down", [kvDown], ["kv-store-down"], ["failover-kv"]],
    ["KV says down, errors high", [kvDown, errorsHigh()], ["kv-store-down"], ["failover-kv"]],
    ["KV says down, errors high, after a release", [kvDown, errorsHigh(), RECENT], ["kv-store-down"], ["failover-kv"]],
    ["KV unreachable without endpoints", [kvUnreachable, noKvEndpoints], ["kv-store-down"], ["failover-kv"]],
    ["scaled to zero", [scaledToZero], ["scaled-to-zero"], ["scale-up"]],
    ["scaled to zero after a release", [scaledToZero, RECENT, errorsHigh()], ["scaled-to-zero"], ["scale-up"]],
  ])("%s", (_, differences, causes, mitigations) => {
    const found = diagnose(differences);
    expect(found.causes).toEqual(causes);
    expect(found.mitigations).toEqual(mitigations);
    expect(found.unknown).toEqual([]);
  });
});

describe("what is nearly the same names no cause", () => {
  test.each([
    ["a release after the onset", [errorsHigh(), release(minutesBefore(-1))]],
    ["a release longer ago than suspect", [errorsHigh(), release(minutesBefore(61))]],
    ["a restart before the onset", [errorsHigh(), release(minutesBefore(2), { restartOnly: true })]],
    [
      "the first revision",
      [errorsHigh(), release(minutesBefore(2), { hasPredecessor: false, previousRevision: null })],
    ],
    ["errors below the limit after a release", [RECENT]],
    ["KV unreachable from here while its endpoints are ready", [kvUnreachable]],
    ["no KV endpoints while it answers well", [noKvEndpoints]],
  ])("%s", (_, differences) => {
    expect(diagnose(differences)).toMatchObject({ causes: [], mitigations: [] });
  });

  test("pods of the old revision fail too: it was not the release", () => {
    const both = podTrouble("crashing", "CrashLoopBackOff", { unhealthyOnlyInNewRevision: false });
    expect(diagnose([both, RECENT]).causes).toEqual(["pods-unhealthy"]);
  });

  test("errors high after a release, but the KV store cannot be judged: unknown, and nothing is proposed", () => {
    const found = diagnose([errorsHigh(), RECENT, { kv: result("error", {}, "not-configured") }]);
    expect(found).toMatchObject({ causes: [], mitigations: [], unexplained: ["error-rate"] });
    expect(found.unknown).toContain("bad-rollout");
  });

  test("errors high whose beginning is not known: nothing is made up", () => {
    expect(diagnose([errorsHigh(null), RECENT])).toMatchObject({
      causes: [],
      mitigations: [],
      unexplained: ["error-rate"],
    });
  });

  test("a whole hour before the onset is still suspected; the parameter decides", () => {
    expect(diagnose([errorsHigh(), release(minutesBefore(60))]).causes).toEqual(["bad-rollout"]);
    expect(diagnose([errorsHigh(), release(minutesBefore(60))], { suspect: "59m" }).causes).toEqual([]);
    expect(diagnose([errorsHigh(), release(minutesBefore(90))], { suspect: "2h" }).causes).toEqual(["bad-rollout"]);
  });
});

describe("a crash loop is restarted only where its configuration is not suspected", () => {
  const configured = (configurationChangedAt: string | null, configurationUnread = 0) =>
    release(minutesBefore(24 * 60), { configurationChangedAt, configurationUnread });

  test.each([
    ["two minutes before the first pod crashed", [crash, configured(minutesBefore(2))], []],
    ["a minute after it", [crash, configured(minutesBefore(-1))], []],
    ["two minutes before the errors", [crash, errorsHigh(), configured(minutesBefore(2))], []],
    ["just an hour before", [crash, configured(minutesBefore(60))], []],
    ["more than an hour before", [crash, configured(minutesBefore(60.1))], ["restart"]],
    ["nobody knows when", [crash, configured(null, 1)], ["restart"]],
    ["never, as there is none", [crash, configured(null)], ["restart"]],
    ["two minutes before pods that hang", [notReady, configured(minutesBefore(2))], ["restart"]],
    ["lately, and a Secret cannot be read", [crash, configured(minutesBefore(2), 1)], []],
  ])("changed %s", (_, differences, mitigations) => {
    expect(diagnose(differences)).toMatchObject({ causes: ["pods-unhealthy"], mitigations });
  });

  test("the parameter decides", () => {
    const changed = [crash, configured(minutesBefore(5))];
    expect(diagnose(changed, { "configuration-suspect": "4m" }).mitigations).toEqual(["restart"]);
    expect(diagnose(changed, { "configuration-suspect": "5m" }).mitigations).toEqual([]);
  });

  test("what is known of it is said", () => {
    expect(diagnose([crash, configured(minutesBefore(2))]).because["pods-unhealthy"]).toBe(
      "3 of 4 pods are ready (CrashLoopBackOff), and no release explains it; its configuration changed shortly before that, or since.",
    );
    const note = (unread: number) => diagnose([crash, configured(null, unread)]).offered[0]?.mitigation.note;
    expect(note(1)).toMatch(/could not be read: should it be at fault, they will crash again$/);
    expect(note(0)).toBeNull();
  });
});

describe("a restart is not proposed where it cannot help", () => {
  test.each([
    ["the KV store is down", [notReady, kvDown]],
    ["the KV store cannot be judged and has no endpoints", [notReady, kvUnreachable, noKvEndpoints]],
    ["a crash loop of a template younger than the onset", [crash, release(minutesBefore(-2)), errorsHigh()]],
    ["pods that do not end", [podTrouble("terminating", "Terminating")]],
    ["evicted pods", [podTrouble("evicted", "Evicted")]],
    ["some pods find no node", [podTrouble("notReady", "NotReady", { unschedulable: 1, unhealthyTotal: 2 })]],
    ["it is not known whether there was a release", [notReady, { rollout: result("error", {}, "forbidden") }]],
  ])("%s", (_, differences) => {
    expect(diagnose(differences).mitigations).not.toContain("restart");
  });

  test("it is proposed where the KV store cannot be asked from here but has endpoints", () => {
    expect(diagnose([notReady, { kv: result("error", {}, "not-configured") }]).mitigations).toEqual(["restart"]);
  });

  test("for pods out of memory it is said to be relief only", () => {
    const restart = diagnose([outOfMemory]).offered.find(({ mitigation }) => mitigation.id === "restart");
    expect(restart).toMatchObject({
      cause: "out-of-memory",
      mitigation: { note: expect.stringContaining("relief only") },
    });
    expect(diagnose([notReady]).offered[0]?.mitigation.note).toBeNull();
  });
});

describe("a failover needs a replica that is proved healthy", () => {
  test.each([
    ["says down", { "kv-replica": result("fail") }],
    ["does not answer", { "kv-replica": result("inconclusive", {}, "timeout") }],
    ["is not configured", { "kv-replica": result("error", {}, "not-configured") }],
    ["has no ready pod behind the new selector", { "kv-replica-endpoints": result("fail") }],
    ["was not asked", { "kv-replica": result("skipped") }],
  ])("the replica %s", (_, difference) => {
    expect(diagnose([kvDown, difference])).toMatchObject({ causes: ["kv-store-down"], mitigations: [] });
  });

  test.each([
    [null, "lag is unknown"],
    [2.5, "2.5 s behind"],
  ])("with its lag %s", (replicationLagSeconds, said) => {
    const replica = { "kv-replica": result("pass", { replicationLagSeconds }) };
    expect(diagnose([kvDown, replica]).offered[0]?.mitigation.note).toContain(said);
  });
});

describe("where nothing tells how many pods there should be, a person does", () => {
  test.each([
    ["scaled to zero", [scaledToZero], ["set-replicas instead of scale-up"]],
    ["scaled to zero after a release", [scaledToZero, RECENT], ["set-replicas instead of scale-up"]],
    ["pods that are not ready", [notReady], []],
    ["a KV store that is down", [kvDown], []],
  ])("%s", (_, differences, standIns) => {
    expect(diagnose(differences).standIns).toEqual(standIns);
  });
});

describe("symptoms that no cause explains are said", () => {
  test.each([
    ["errors alone", [errorsHigh()], ["error-rate"]],
    ["errors while a pod without traffic is unready", [errorsHigh(), notReady], ["error-rate"]],
    ["errors while no pod is ready", [errorsHigh(), podTrouble("notReady", "NotReady", { ready: 0 })], []],
    ["errors while the KV store is down", [errorsHigh(), kvDown], []],
    ["errors after a bad release", [errorsHigh(), crash, RECENT], []],
    ["no endpoints behind a KV store that answers", [noKvEndpoints], ["kv-endpoints"]],
    ["a crash loop beside a KV store that is down", [kvDown, podTrouble("evicted", "Evicted", { crashing: 1 })], []],
  ])("%s", (_, differences, unexplained) => {
    expect(diagnose(differences).unexplained).toEqual(unexplained);
  });
});

test("nothing that could be asked is nothing that is known", () => {
  const nothing = Object.fromEntries(Object.keys(healthy).map((id) => [id, result("error", {}, "forbidden")]));
  expect(diagnose([nothing])).toMatchObject({ causes: [], mitigations: [], unexplained: [] });
});

test("the explanation is a sentence with what was seen", () => {
  const { because, titles } = diagnose([errorsHigh(), RECENT]);
  expect(because["bad-rollout"]).toBe(
    "Revision 14 (2.4.0 → 2.4.1) began 90 s before the errors; all pods are ready and the KV store is healthy.",
  );
  expect(titles["bad-rollout"]).toBe("a release broke feature-api");
  expect(diagnose([outOfMemory]).because["out-of-memory"]).toBe(
    "1 of 4 pods exceeded their memory limit and were killed; 3 are ready.",
  );
  // A rolling update has more pods than are desired; what is counted of all of them adds up.
  const surging = { total: 5, ready: 1, outOfMemory: 4, unschedulable: 4, imageUnavailable: 4 };
  expect(diagnose([podTrouble("outOfMemory", "OOMKilled", surging)]).because).toMatchObject({
    "out-of-memory": "4 of 5 pods exceeded their memory limit and were killed; 1 is ready.",
    unschedulable: "4 of 5 pods get no node (OOMKilled); 1 is ready.",
    "image-unavailable": "4 of 5 pods cannot start (OOMKilled); 1 is ready.",
  });
  expect(diagnose([notReady]).because["pods-unhealthy"]).toBe(
    "3 of 4 pods are ready (NotReady), and no release explains it.",
  );
});

describe("the design's runbook", () => {
  test("symptoms decide, evidence informs", () => {
    const ids = (role: string) => runbook.investigation.filter((check) => check.role === role).map(({ id }) => id);
    expect(ids("symptom")).toEqual(["error-rate", "pods", "kv", "kv-endpoints"]);
    expect(ids("evidence")).toEqual(["rollout", "logs", "kv-replica", "kv-replica-endpoints"]);
  });

  test("parameters have the design's values", () => {
    const defaults = Object.fromEntries(
      Object.entries(runbook.parameters).map(([name, parameter]) => [name, parameter.default]),
    );
    expect(defaults).toMatchObject({
      deployment: "feature-api",
      service: "kv-store",
      replica: "kv-store-replica",
      window: "2m",
      interval: "15s",
      suspect: "1h",
      replicas: null,
    });
  });

  test("it escalates after 10 and 30 minutes, and verifies with three passes", () => {
    expect(runbook.escalation).toEqual([
      { afterMs: 600_000, when: null, page: "secondary" },
      { afterMs: 1_800_000, when: null, page: "manager" },
    ]);
    expect(runbook.verification).toEqual({ passes: 3, interval: "{{ interval }}" });
  });
});
