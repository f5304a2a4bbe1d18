import { describe, expect, test } from "vitest";
import type { ConfigMap } from "../../../src/actions/kubernetes/objects.ts";
import { planConfig, presentValue } from "../../../src/actions/kubernetes/plan-config.ts";
import { partOf } from "../../../src/actions/kubernetes/plan-part.ts";
import { planRestart } from "../../../src/actions/kubernetes/plan-restart.ts";
import { identityOf, movedFields } from "../../../src/actions/kubernetes/identity.ts";
import { configFields } from "../../../src/actions/kubernetes/object-identity.ts";
import { ARGO, ARGO_WARNING, guardedWrite, refusal } from "./expected.ts";
import { autoscaler, deployment, scene, template } from "./fixtures.ts";

const AT = "2026-11-22T03:15:00Z";
const reads = (...names: readonly string[]) => ({ envFrom: names.map((name) => ({ configMapRef: { name } })) });
const reading = (...names: readonly string[]) =>
  scene({ deployment: deployment({ template: template("a:1", reads(...names)) }) });

function configMap(data?: ConfigMap["data"], more: Partial<ConfigMap> = {}, labels = {}): ConfigMap {
  const metadata = { name: "caches", uid: "c-1", resourceVersion: "8", annotations: { owner: "ml" }, labels };
  return { metadata, ...(data === undefined ? {} : { data }), ...more };
}

const TTL = { "cache.ttl": "90s", greeting: "hello" };

function set(value: string, { key = "cache.ttl", of = configMap(TTL), parts = reading("other", "caches") } = {}) {
  const now = of.data?.[key] ?? "";
  const old = { shown: now, before: now };
  return planConfig({ type: "kubernetes.config", scene: parts, configMap: of, key, value, old, restartedAt: AT });
}

describe("the plan of a key of a ConfigMap", () => {
  test("sets the key, then restarts, and says so in every way", () => {
    const parts = reading("other", "caches");
    const restart = planRestart("kubernetes.config", parts, AT);
    expect(set("10m", { parts })).toEqual({
      ...restart,
      summary: "set cache.ttl of caches to 10m and restart feature-api",
      target: { kind: "ConfigMap", namespace: "ml", name: "caches", uid: "c-1" },
      identity: expect.stringMatching(/^[0-9a-f]{64}$/),
      writes: [
        guardedWrite("configmap/caches in namespace ml", "/api/v1/namespaces/ml/configmaps/caches", [
          { op: "replace", path: "/data/cache.ttl", value: "10m" },
        ]),
        { ...restart.writes[0], id: "2" },
      ],
      changes: [
        { path: "caches: cache.ttl", from: "90s", to: "10m" },
        { path: "restartedAt", from: null, to: AT },
      ],
      equivalent:
        `kubectl -n ml patch configmap/caches --type=merge -p '{"data":{"cache.ttl":"10m"}}'` +
        " && kubectl -n ml rollout restart deployment/feature-api",
      undo: "sets cache.ttl back to 90s and restarts again, unless somebody changes it meanwhile",
      before: expect.any(Object),
    });
  });

  test("says that its inverse needs what is kept beside the run, where that is so", () => {
    const order = { scene: reading("caches"), configMap: configMap(TTL), key: "greeting", value: "bye" };
    const told = { type: "kubernetes.config", ...order, restartedAt: AT };
    const kept = { shown: "another text of 5 bytes", before: { kept: "ab" } };
    expect(planConfig({ ...told, old: kept }).undoBesideRun).toBe(true);
    expect(planConfig({ ...told, old: { shown: "hello", before: "hello" } })).not.toHaveProperty("undoBesideRun");
  });

  test("keeps what each of the two writes needs by itself", () => {
    const parts = reading("other", "caches");
    const plan = set("10m", { parts });
    const restart = planRestart("kubernetes.config", parts, AT);
    const first = partOf(plan, "1");
    expect(first).toMatchObject({ target: plan.target, before: { key: "cache.ttl", from: "90s", to: "10m" } });
    expect(first.identity).toBe(identityOf("c-1", configFields("cache.ttl")(configMap(TTL))));
    const other = configFields("cache.ttl")(configMap({ ...TTL, "cache.ttl": "3m" }));
    expect(movedFields(first.before["fields"], "c-1", other)).toEqual(["data.cache.ttl"]);
    const { target, identity, before } = restart;
    expect(partOf(plan, "2")).toMatchObject({ target, identity, before });
  });

  test("is another plan where either object is another", () => {
    const plans = [set("10m"), set("10m", { of: configMap({ "cache.ttl": "80s" }) }), set("10m", { parts: scene() })];
    expect(new Set(plans.map((plan) => plan.identity)).size).toBe(3);
  });

  test("a key with a slash is escaped in the pointer (RFC 6901)", () => {
    const plan = set("2", { key: "a/b~c", of: configMap({ "a/b~c": "1" }) });
    expect(plan.writes[0]?.body).toContainEqual({ op: "replace", path: "/data/a~1b~0c", value: "2" });
  });

  test("a whole file in a key is not read aloud", () => {
    const [before, after] = ["from: here\n".repeat(9), "to: there\n".repeat(9)];
    const plan = set(after, { of: configMap({ "cache.ttl": before }) });
    expect(plan.summary).toBe("set cache.ttl of caches to another text and restart feature-api");
    expect(plan.undo).toContain("sets cache.ttl back to another text and restarts again");
    expect(plan.changes[0]).toEqual({ path: "caches: cache.ttl", from: before, to: after });
  });

  test.each([
    ["another ConfigMap", template("a:1", reads("other"))],
    ["a Secret of that name", template("a:1", { envFrom: [{ secretRef: { name: "caches" } }] })],
  ])("warns where the pods read %s, before all else", (_, read) => {
    const parts = scene({
      deployment: deployment({ template: read }),
      autoscalers: { readable: true, value: [autoscaler(2, 10)] },
    });
    expect(set("10m", { parts, of: configMap(TTL, {}, ARGO) }).warnings).toEqual([
      "deployment/feature-api does not name this ConfigMap: its pods may not read it",
      ARGO_WARNING,
      "autoscaler feature-api (2 to 10 replicas) sets the number of pods, and may change it meanwhile",
    ]);
  });
});

describe("refused", () => {
  const leaving = { ...configMap().metadata, deletionTimestamp: AT };
  const secret = (key: string) => `key ${key} of configmap/caches looks like a secret (‹hidden›): change it by hand`;
  const paused =
    "deployment/feature-api is paused: resume it first (kubectl -n ml rollout resume deployment/feature-api)";

  test.each([
    [
      "immutable",
      "10m",
      { of: configMap(TTL, { immutable: true }) },
      "configmap/caches is immutable: a new one must take its place",
    ],
    ["being deleted", "10m", { of: configMap(TTL, { metadata: leaving }) }, "configmap/caches is being deleted"],
    ["set to it already", "90s", {}, 'key cache.ttl of configmap/caches is "90s" already'],
    ["a secret by its name", "b", { key: "db.password", of: configMap({ "db.password": "a" }) }, secret("db.password")],
    ["a secret by what it was", "none", { of: configMap({ "cache.ttl": "redis://u:pw@kv/0" }) }, secret("cache.ttl")],
    ["a secret by what it becomes", "redis://u:pw@kv/0", {}, secret("cache.ttl")],
    ["a paused Deployment", "10m", { parts: scene({ deployment: deployment({ paused: true }) }) }, paused],
  ])("%s", (_, value, more, words) => {
    expect(() => set(value, more)).toThrow(refusal(words));
  });

  test("a secret that is set already is not told in the refusal", () => {
    const of = configMap({ "db.password": "hunter2" });
    expect(() => set("hunter2", { key: "db.password", of })).toThrow(refusal(secret("db.password")));
  });

  test.each([
    ["another key", TTL, "cache.tll", "cache.ttl, greeting"],
    ["a key that every object has", TTL, "constructor", "cache.ttl, greeting"],
    ["any key of an empty one", {}, "cache.ttl", "none"],
    ["any key of one without data", undefined, "cache.ttl", "none"],
  ])("%s", (_, data, key, keys) => {
    const words = `configmap/caches has no key ${key}; there are: ${keys}`;
    expect(() => presentValue(configMap(data), key)).toThrow(refusal(words));
  });

  test("not a key that holds nothing", () => {
    expect(presentValue(configMap({ "cache.ttl": "" }), "cache.ttl")).toBe("");
  });
});
