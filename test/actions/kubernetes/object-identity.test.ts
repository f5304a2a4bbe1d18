import { describe, expect, test } from "vitest";
import { fieldHashes, movedFields, type IdentityFields } from "../../../src/actions/kubernetes/identity.ts";
import {
  boundsFields,
  configFields,
  replicasFields,
  selectorFields,
  templateFields,
  undoFields,
} from "../../../src/actions/kubernetes/object-identity.ts";
import type { ConfigMap, Deployment } from "../../../src/actions/kubernetes/objects.ts";
import { autoscaler, deployment, template } from "./fixtures.ts";

const metadata = { name: "o", uid: "u-1", resourceVersion: "1" };
type Pair = readonly [was: IdentityFields, now: IdentityFields];
const moved = ([was, now]: Pair) => movedFields(fieldHashes("u-1", was), "u-1", now);
const without = (spec: Deployment["spec"], key: keyof Deployment["spec"]): Deployment => ({
  ...deployment(),
  spec: Object.fromEntries(Object.entries(spec).filter(([name]) => name !== key)) as unknown as Deployment["spec"],
});
const annotated = (annotations: { readonly [key: string]: string } | undefined): Deployment => {
  const { annotations: _former, ...rest } = deployment().metadata;
  return { ...deployment(), metadata: annotations === undefined ? rest : { ...rest, annotations } };
};
const own = deployment();
const labelled = template("feature-api:2.4.1");
const service = (spec: object) => ({ metadata, spec });
const ttl = (configMap: ConfigMap) => configFields("cache.ttl")(configMap);
const bounds = (spec: object) => boundsFields({ metadata, spec: { ...autoscaler(1, 10).spec, ...spec } });

describe("still the same to a plan, as the API defines what is left out", () => {
  const hashed = { ...labelled, metadata: { labels: { app: "feature-api", "pod-template-hash": "6b" } } };
  test.each<[string, () => Pair]>([
    ["not paused", () => [templateFields(own), templateFields(deployment({ paused: false }))]],
    [
      "no rolling limits",
      () => [
        templateFields(deployment({ strategy: { type: "Recreate" } })),
        templateFields(deployment({ strategy: { type: "Recreate", rollingUpdate: null } })),
      ],
    ],
    [
      "no strategy",
      () => [templateFields(without(own.spec, "strategy")), templateFields(deployment({ strategy: {} }))],
    ],
    ["the controller's label", () => [templateFields(own), templateFields(deployment({ template: hashed }))]],
    ["replicas, for its template", () => [templateFields(own), templateFields(deployment({ replicas: 9 }))]],
    ["one replica", () => [replicasFields(deployment({ replicas: 1 })), replicasFields(without(own.spec, "replicas"))]],
    [
      "its template, for replicas",
      () => [replicasFields(own), replicasFields(deployment({ template: template("b:2") }))],
    ],
    ["no selector", () => [selectorFields(service({})), selectorFields(service({ selector: null }))]],
    ["a cluster's own address", () => [selectorFields(service({})), selectorFields(service({ type: "ClusterIP" }))]],
    ["another key", () => [ttl({ metadata, data: { a: "1" } }), ttl({ metadata, data: { a: "2" } })]],
    ["no data", () => [ttl({ metadata }), ttl({ metadata, data: {} })]],
    ["not immutable", () => [ttl({ metadata }), ttl({ metadata, immutable: false })]],
    ["a minimum of one", () => [bounds({ minReplicas: 1 }), bounds({ minReplicas: undefined })]],
    ["one annotation for another", () => [undoFields(annotated({ a: "1" })), undoFields(annotated({ b: "2" }))]],
  ])("%s", (_, pair) => {
    expect(moved(pair())).toEqual([]);
  });
});

describe("moved from under a plan", () => {
  const limits = { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: 0 } };
  const cause = annotated({ "kubernetes.io/change-cause": "release 2.4.2" });
  const target = (kind: string, name: string) => bounds({ scaleTargetRef: { kind, name } });
  test.each<[string, () => Pair]>([
    ["spec.template", () => [templateFields(own), templateFields(deployment({ template: template("b:2") }))]],
    ["spec.paused", () => [templateFields(own), templateFields(deployment({ paused: true }))]],
    ["spec.strategy", () => [templateFields(own), templateFields(deployment({ strategy: limits }))]],
    ["spec.template", () => [undoFields(own), undoFields(deployment({ template: template("b:2") }))]],
    ["kubernetes.io/change-cause", () => [undoFields(own), undoFields(cause)]],
    ["spec.replicas", () => [replicasFields(own), replicasFields(deployment({ replicas: 3 }))]],
    [
      "spec.replicas",
      () => [replicasFields(without(own.spec, "replicas")), replicasFields(deployment({ replicas: 0 }))],
    ],
    [
      "spec.selector",
      () => [
        selectorFields(service({ selector: { role: "primary" } })),
        selectorFields(service({ selector: { role: "replica" } })),
      ],
    ],
    ["spec.type", () => [selectorFields(service({})), selectorFields(service({ type: "ExternalName" }))]],
    [
      "data.cache.ttl",
      () => [ttl({ metadata, data: { "cache.ttl": "1m" } }), ttl({ metadata, data: { "cache.ttl": "2m" } })],
    ],
    ["data.cache.ttl", () => [ttl({ metadata, data: { "cache.ttl": "" } }), ttl({ metadata, data: {} })]],
    ["immutable", () => [ttl({ metadata }), ttl({ metadata, immutable: true })]],
    ["spec.minReplicas", () => [bounds({ minReplicas: 1 }), bounds({ minReplicas: 2 })]],
    ["spec.maxReplicas", () => [bounds({}), bounds({ maxReplicas: 11 })]],
    ["spec.scaleTargetRef", () => [target("Deployment", "a"), target("StatefulSet", "a")]],
    ["spec.scaleTargetRef", () => [target("Deployment", "a"), target("Deployment", "b")]],
  ])("%s", (field, pair) => {
    expect(moved(pair())).toEqual([field]);
  });

  // The patch adds the whole map where there is none: one that came meanwhile would be lost.
  test.each<[string, () => Pair]>([
    ["a template", () => [templateFields(annotated(undefined)), templateFields(annotated({}))]],
    ["an undo", () => [undoFields(annotated(undefined)), undoFields(annotated({ a: "1" }))]],
    ["replicas", () => [replicasFields(annotated(undefined)), replicasFields(annotated({ a: "1" }))]],
    [
      "a selector",
      () => [selectorFields(service({})), selectorFields({ metadata: { ...metadata, annotations: {} }, spec: {} })],
    ],
    ["a key", () => [ttl({ metadata }), ttl({ metadata: { ...metadata, annotations: {} } })]],
    ["bounds", () => [bounds({}), boundsFields({ ...autoscaler(1, 10), metadata: { ...metadata, annotations: {} } })]],
  ])("metadata.annotations, where there were none, for %s", (_, pair) => {
    const [was, now] = pair();
    expect(moved([was, now])).toEqual(["metadata.annotations"]);
    expect(moved([now, was])).toEqual(["metadata.annotations"]);
  });
});
