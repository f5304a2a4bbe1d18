import type { Condition, Deployment } from "../../../src/clients/kubernetes-objects/api-objects.ts";
import type { Revision } from "../../../src/clients/kubernetes-objects/revisions.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import type { RolloutFacts } from "../../../src/probes/rollout/rollout-facts.ts";

export const NOW = Date.UTC(2026, 10, 22, 3, 10, 0);
export const MINUTE = 60_000;
export const DAY = 86_400_000;

export const at = (ms: number) => new Date(ms).toISOString().replace(".000Z", "Z");

export function template(image: string, more: JsonObject = {}, annotations: JsonObject = {}): JsonObject {
  return {
    metadata: { labels: { app: "feature-api" }, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) },
    spec: { containers: [{ name: "api", image: `registry.example/feature-api:${image}`, ...more }] },
  };
}

interface Given {
  readonly number: number;
  readonly firstNumber?: number;
  readonly createdAtMs: number;
  readonly template: JsonObject;
}

/** A revision as a ReplicaSet keeps it, its controller's label included. */
export function revision({ number, firstNumber = number, createdAtMs, template }: Given): Revision {
  const hash = `hash-${firstNumber}`;
  const metadata = template["metadata"] as { labels: JsonObject };
  const labelled = {
    ...template,
    metadata: { ...metadata, labels: { ...metadata.labels, "pod-template-hash": hash } },
  };
  return {
    number,
    firstNumber,
    createdAtMs,
    replicaSet: {
      metadata: {
        name: `feature-api-${hash}`,
        uid: `uid-${hash}`,
        labels: { "pod-template-hash": hash },
        creationTimestamp: at(createdAtMs),
      },
      spec: { template: labelled },
    },
  };
}

export function progressing(reason: string, updatedMs: number): Condition {
  return {
    type: "Progressing",
    status: reason === "ProgressDeadlineExceeded" ? "False" : "True",
    reason,
    lastUpdateTime: at(updatedMs),
  };
}

/** Stands before the others, as the controller writes it; its times tell nothing of a release. */
export const available: Condition = {
  type: "Available",
  status: "True",
  reason: "MinimumReplicasAvailable",
  lastUpdateTime: at(NOW - DAY),
};

export function deployment(
  template: JsonObject,
  fields: { spec?: object; status?: object; generation?: number } = {},
): Deployment {
  return {
    metadata: { name: "feature-api", uid: "uid", generation: fields.generation ?? 5 },
    spec: { replicas: 4, selector: { matchLabels: { app: "feature-api" } }, template, ...fields.spec },
    status: {
      observedGeneration: 5,
      replicas: 4,
      updatedReplicas: 4,
      readyReplicas: 4,
      availableReplicas: 4,
      ...fields.status,
    },
  };
}

/** Release 2.4.1 five minutes ago, over 2.4.0 of yesterday; complete. */
export function released(fields: Partial<RolloutFacts> = {}): RolloutFacts {
  const changedMs = NOW - 5 * MINUTE;
  const revisions = [
    revision({ number: 14, createdAtMs: changedMs, template: template("2.4.1") }),
    revision({ number: 13, createdAtMs: NOW - DAY, template: template("2.4.0") }),
  ];
  return {
    deployment: deployment(template("2.4.1"), {
      status: { conditions: [available, progressing("NewReplicaSetAvailable", changedMs + 30_000)] },
    }),
    revisions,
    configuration: [],
    births: [{ hash: "hash-14", createdAtMs: changedMs + 1_000 }],
    ...fields,
  };
}
