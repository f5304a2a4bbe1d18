/** The Kubernetes objects of the world, as far as its controllers read them; other fields pass through untouched. */
interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller: boolean;
  blockOwnerDeletion: boolean;
}

export type Labels = Record<string, string>;

export interface FieldTree {
  [field: string]: FieldTree;
}

export interface ManagedFields {
  manager: string;
  operation: "Update";
  apiVersion: string;
  time: string;
  fieldsType: "FieldsV1";
  fieldsV1: FieldTree;
  subresource?: string;
}

export interface ObjectMeta {
  name: string;
  generateName?: string;
  namespace?: string;
  uid: string;
  resourceVersion: string;
  generation?: number;
  creationTimestamp: string;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  labels?: Labels;
  annotations?: Labels;
  ownerReferences?: OwnerReference[];
  managedFields?: ManagedFields[];
}

export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
}

interface Container {
  name: string;
  image: string;
  env?: { name: string; value?: string }[];
  resources?: { requests?: Labels; limits?: Labels };
}

export interface PodSpec {
  containers: Container[];
  nodeName?: string;
}

export interface PodTemplate {
  metadata: { labels?: Labels; annotations?: Labels; creationTimestamp?: null };
  spec: PodSpec;
}

export interface Condition {
  type: string;
  status: "True" | "False" | "Unknown";
  reason?: string;
  message?: string;
  lastProbeTime?: string | null;
  lastUpdateTime?: string;
  lastTransitionTime: string | null;
}

export interface TerminatedState {
  exitCode: number;
  reason: string;
  startedAt: string;
  finishedAt: string;
  containerID: string;
  message?: string;
}

export interface ContainerState {
  waiting?: { reason: string; message?: string };
  running?: { startedAt: string };
  terminated?: TerminatedState;
}

export interface ContainerStatus {
  name: string;
  image: string;
  imageID: string;
  containerID?: string;
  ready: boolean;
  started: boolean;
  restartCount: number;
  state: ContainerState;
  lastState: ContainerState;
}

export interface PodStatus {
  phase: "Pending" | "Running" | "Succeeded" | "Failed";
  conditions: Condition[];
  hostIP?: string;
  podIP?: string;
  podIPs?: { ip: string }[];
  startTime?: string;
  qosClass: string;
  reason?: string;
  message?: string;
  containerStatuses?: ContainerStatus[];
}

export interface Pod extends KubeObject {
  spec: PodSpec;
  status: PodStatus;
}

export interface ReplicaSetStatus {
  replicas: number;
  fullyLabeledReplicas?: number;
  readyReplicas?: number;
  availableReplicas?: number;
  terminatingReplicas: number;
  observedGeneration: number;
}

export interface ReplicaSet extends KubeObject {
  spec: { replicas: number; selector: { matchLabels: Labels }; template: PodTemplate };
  status: ReplicaSetStatus;
}

interface DeploymentStrategy {
  type: "RollingUpdate" | "Recreate";
  rollingUpdate?: { maxSurge: number | string; maxUnavailable: number | string };
}

export interface DeploymentStatus {
  observedGeneration: number;
  replicas?: number;
  updatedReplicas?: number;
  readyReplicas?: number;
  availableReplicas?: number;
  unavailableReplicas?: number;
  terminatingReplicas: number;
  conditions: Condition[];
}

export interface Deployment extends KubeObject {
  spec: {
    replicas: number;
    paused?: boolean;
    selector: { matchLabels: Labels };
    template: PodTemplate;
    strategy: DeploymentStrategy;
    revisionHistoryLimit: number;
    progressDeadlineSeconds: number;
  };
  status: DeploymentStatus;
}

interface ServicePort {
  name: string;
  port: number;
  targetPort: number | string;
  protocol: "TCP";
}

export interface Service extends KubeObject {
  spec: { clusterIP: string; type: string; selector?: Labels; ports: ServicePort[] };
  status: { loadBalancer: object };
}

export interface Endpoint {
  addresses: string[];
  conditions: { ready: boolean; serving: boolean; terminating: boolean };
  nodeName?: string;
  targetRef: { kind: "Pod"; name: string; namespace: string; uid: string };
}

export interface EndpointSlice extends KubeObject {
  addressType: "IPv4";
  endpoints: Endpoint[];
  ports: { name: string; port: number; protocol: "TCP" }[];
}

export interface EventObject extends KubeObject {
  involvedObject: { apiVersion: string; kind: string; namespace: string; name: string; uid: string };
  reason: string;
  message: string;
  type: "Normal" | "Warning";
  count: number;
  firstTimestamp: string;
  lastTimestamp: string;
  source: { component: string };
  reportingComponent: string;
}

export interface Passive extends KubeObject {
  spec?: unknown;
  status?: unknown;
  data?: Labels;
}
