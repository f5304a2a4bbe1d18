import { findFault } from "../../src/sandbox/faults/index.ts";
import type { Answer } from "../../src/sandbox/kubernetes/answer.ts";
import { dispatch } from "../../src/sandbox/kubernetes/dispatch.ts";
import { OPERATOR } from "../../src/sandbox/kubernetes/identity.ts";
import { Pages } from "../../src/sandbox/kubernetes/reads.ts";
import { apiRequest } from "../../src/sandbox/kubernetes/request.ts";
import { createScenario } from "../../src/sandbox/scenario.ts";
import type { Deployment, Pod, ReplicaSet } from "../../src/sandbox/world/objects.ts";
import type { Simulation } from "../../src/sandbox/world/simulation.ts";

export const STARTED_AT_MS = Date.parse("2026-11-22T03:09:30Z");
export const DEPLOYMENT = "/apis/apps/v1/namespaces/ml/deployments/feature-api";

/** A world without a server, for tests that look at it from inside. */
export interface TestWorld {
  readonly simulation: Simulation;
  pass(seconds: number): void;
  send(method: string, target: string, body?: unknown, contentType?: string): Answer;
  deployment(name?: string): Deployment;
  /** Of the feature API, without finished ones. */
  pods(): Pod[];
  /** By revision number. */
  sets(): ReplicaSet[];
}

export function testWorld(faultName: string, seed = 1, startedAtMs = STARTED_AT_MS): TestWorld {
  const fault = findFault(faultName);
  if (fault === undefined) throw new Error(`no fault ${faultName}`);
  const simulation = createScenario(fault, seed, startedAtMs);
  const { world } = simulation;
  const revision = (set: ReplicaSet): number =>
    Number(set.metadata.annotations?.["deployment.kubernetes.io/revision"] ?? 0);
  return {
    simulation,
    pass: (seconds) => simulation.advanceTo(world.nowMs + seconds * 1000),
    send: (method, target, body, contentType = "application/merge-patch+json") => {
      const bytes = Buffer.from(body === undefined ? "" : JSON.stringify(body));
      const request = apiRequest({
        method,
        target,
        accept: "application/json",
        contentType,
        bytes,
        identity: OPERATOR,
      });
      const outcome = dispatch(simulation, request, new Pages(), []);
      if ("watch" in outcome) throw new Error("a watch has no answer");
      return outcome.answer;
    },
    deployment: (name = "feature-api") => {
      const found = world.store.get("deployments", "ml", name);
      if (found === undefined) throw new Error(`no deployment ${name}`);
      return found;
    },
    pods: () =>
      world.store
        .list("pods", "ml")
        .filter((pod) => pod.spec.containers[0]?.name === "feature-api" && pod.status.phase !== "Succeeded"),
    sets: () =>
      world.store
        .list("replicasets", "ml")
        .filter((set) => set.metadata.ownerReferences?.[0]?.name === "feature-api")
        .toSorted((left, right) => revision(left) - revision(right)),
  };
}

export function isReady(pod: Pod): boolean {
  return pod.status.conditions.some((one) => one.type === "Ready" && one.status === "True");
}

/** The operations with which kubectl and bigops put an older template back. */
export function undoTo(set: ReplicaSet): unknown[] {
  const { "pod-template-hash": _, ...labels } = set.spec.template.metadata.labels ?? {};
  const template = { ...set.spec.template, metadata: { ...set.spec.template.metadata, labels } };
  return [{ op: "replace", path: "/spec/template", value: template }];
}

export const JSON_PATCH = "application/json-patch+json";
