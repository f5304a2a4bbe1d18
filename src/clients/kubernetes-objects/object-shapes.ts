import {
  either,
  fields,
  flag as yesOrNo,
  listOf,
  mappingOf,
  maybe,
  number,
  text as words,
  type Shape,
} from "./shape.ts";

/** What is read of the API's objects, by resource. Only the shape counts: fields that are not named here are not looked at. */

const text = maybe(words);
const count = maybe(number);
const flag = maybe(yesOrNo);
const texts = maybe(mappingOf(words));
const quantity = either(words, number);
const quantities = maybe(mappingOf(quantity));
const list = (entry: Shape): Shape => maybe(listOf(entry));
const some = (shapes: Readonly<Record<string, Shape>>): Shape => maybe(fields(shapes));

const metadata = fields({
  name: words,
  namespace: text,
  uid: words,
  resourceVersion: text,
  generation: count,
  creationTimestamp: text,
  deletionTimestamp: text,
  finalizers: list(words),
  labels: texts,
  annotations: texts,
  ownerReferences: list(fields({ uid: words, kind: text, name: text })),
  managedFields: list(fields({ manager: text, operation: text, subresource: text, time: text, fieldsV1: some({}) })),
});

const selector = fields({
  matchLabels: texts,
  matchExpressions: list(fields({ key: words, operator: words, values: list(words) })),
});

const conditions = list(
  fields({ type: words, status: words, reason: text, message: text, lastUpdateTime: text, lastTransitionTime: text }),
);

const resources = some({ requests: quantities });

const containers = list(
  fields({
    name: words,
    restartPolicy: text,
    resources,
    ports: list(fields({ name: text, containerPort: count })),
  }),
);

const templateContainers = list(fields({ name: words }));
const template = fields({
  metadata: some({ labels: texts, annotations: texts }),
  spec: some({ containers: templateContainers, initContainers: templateContainers }),
});

const containerState = some({
  waiting: some({ reason: text, message: text }),
  running: some({ startedAt: text }),
  terminated: some({ reason: text, exitCode: count, startedAt: text, finishedAt: text }),
});
const containerStatuses = list(
  fields({ name: words, ready: flag, restartCount: count, state: containerState, lastState: containerState }),
);

const deployment = fields({
  metadata,
  spec: fields({
    // The API server fills in what nobody asked for: an answer without it is none of its own, and no 1.
    replicas: number,
    selector,
    template,
    paused: flag,
    progressDeadlineSeconds: count,
    strategy: some({
      type: text,
      rollingUpdate: some({ maxSurge: maybe(quantity), maxUnavailable: maybe(quantity) }),
    }),
  }),
  status: some({
    observedGeneration: count,
    replicas: count,
    updatedReplicas: count,
    readyReplicas: count,
    availableReplicas: count,
    conditions,
  }),
});

const replicaSet = fields({ metadata, spec: fields({ replicas: number, template }) });

const pod = fields({
  metadata,
  spec: some({ nodeName: text, containers, initContainers: containers, overhead: quantities, resources }),
  status: some({
    phase: text,
    reason: text,
    message: text,
    startTime: text,
    conditions,
    initContainerStatuses: containerStatuses,
    containerStatuses,
  }),
});

const service = fields({
  metadata,
  spec: fields({
    type: text,
    selector: texts,
    externalName: text,
    publishNotReadyAddresses: flag,
    ports: list(fields({ name: text, port: count, targetPort: maybe(quantity) })),
  }),
});

const endpointSlice = fields({
  metadata,
  endpoints: list(
    fields({
      addresses: listOf(words),
      conditions: some({ ready: flag, terminating: flag }),
      targetRef: some({ kind: text, uid: text, name: text }),
    }),
  ),
  ports: list(fields({ name: text, port: count })),
});

const node = fields({
  metadata,
  spec: some({ unschedulable: flag }),
  status: some({ conditions, allocatable: quantities }),
});

const autoscaler = fields({
  metadata,
  spec: fields({ scaleTargetRef: fields({ kind: words, name: words }), minReplicas: count, maxReplicas: number }),
});

const disruptionBudget = fields({
  metadata,
  spec: fields({ selector: maybe(selector) }),
  status: some({ disruptionsAllowed: count }),
});

const SHAPES: ReadonlyMap<string, Shape> = new Map([
  ["deployments", deployment],
  ["replicasets", replicaSet],
  ["pods", pod],
  ["services", service],
  ["endpointslices", endpointSlice],
  ["nodes", node],
  ["horizontalpodautoscalers", autoscaler],
  ["poddisruptionbudgets", disruptionBudget],
  ["configmaps", fields({ metadata, data: texts, immutable: flag })],
]);

/** The shape of a resource's objects; null for one whose objects are looked at by who asks. */
export function shapeOf(resource: string): Shape | null {
  return SHAPES.get(resource) ?? null;
}

/** The shape of a PartialObjectMetadata. */
export const METADATA_SHAPE: Shape = fields({ metadata });
