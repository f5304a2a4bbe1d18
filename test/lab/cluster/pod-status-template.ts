import { oldRestartsAnnotation } from "./fates.ts";

/** What a container's status says in some state; Go template text that may use `$now` and `$item`. */
type ContainerLook = {
  readonly state: string;
  readonly lastState?: string;
  readonly ready: boolean;
  readonly oneMoreRestart?: boolean;
};

export type PodLook = {
  readonly phase: "Pending" | "Running" | "Succeeded" | "Failed";
  readonly container: ContainerLook;
  /** False when the pod goes on as it was, so that transition times stay. */
  readonly transition: boolean;
  /** Further lines of the pod's status. */
  readonly extra?: string;
};

const condition = (type: string, isTrue: boolean, reason: string) => `
- type: ${type}
  status: "${isTrue ? "True" : "False"}"
  lastProbeTime: null
  lastTransitionTime: {{ $now | Quote }}
  reason: ${isTrue ? "null" : reason}
  message: ${
    isTrue ? "null" : '"containers with unready status: [{{ range .spec.containers }}{{ .name }} {{ end }}]"'
  }`;

/** The text of a Stage's `statusTemplate` that makes a pod look so. */
export function podStatusTemplate(look: PodLook): string {
  const { container, phase } = look;
  const reason = phase === "Succeeded" ? "PodCompleted" : "ContainersNotReady";
  const conditions = `
conditions:
- type: Initialized
  status: "True"
  lastTransitionTime: {{ $now | Quote }}
${condition("Ready", container.ready, reason)}
${condition("ContainersReady", container.ready, reason)}
`;
  return `
{{ $now := Now }}
{{ $root := . }}
{{ $statuses := or .status.containerStatuses list }}
{{ $annotations := or .metadata.annotations dict }}
{{ $before := or (index $annotations "${oldRestartsAnnotation}") "0" }}
${look.transition ? conditions : ""}
containerStatuses:
{{ range $index, $item := .spec.containers }}
{{ $restarts := int $before }}
{{ if gt (len $statuses) $index }}
{{ $restarts = int (index $statuses $index).restartCount }}
{{ end }}
- name: {{ $item.name | Quote }}
  image: {{ $item.image | Quote }}
  imageID: ""
  ready: ${container.ready}
  started: ${container.ready}
  restartCount: {{ add $restarts ${container.oneMoreRestart === true ? 1 : 0} }}
  state: ${container.state}
${container.lastState === undefined ? "" : `  lastState: ${container.lastState}`}
{{ end }}
hostIP: {{ index (NodeIPsWith .spec.nodeName) 0 | Quote }}
podIP: {{ PodIPWith .spec.nodeName false .metadata.uid .metadata.name .metadata.namespace | Quote }}
podIPs:
- ip: {{ PodIPWith .spec.nodeName false .metadata.uid .metadata.name .metadata.namespace | Quote }}
phase: ${phase}
startTime: {{ or .status.startTime $now | Quote }}
${look.extra ?? ""}
`;
}

const terminated = (reason: string, exitCode: number) =>
  `{ terminated: { exitCode: ${exitCode}, reason: ${reason}, ` +
  "startedAt: {{ or $root.status.startTime $now | Quote }}, finishedAt: {{ $now | Quote }} } }";

const running = "{ running: { startedAt: {{ $now | Quote }} } }";
const backOff =
  "{ waiting: { reason: CrashLoopBackOff, message: " +
  '"back-off 10s restarting failed container={{ $item.name }} pod={{ $root.metadata.name }}" } }';

/** The looks that the stages of the lab's pods lead to. */
export const looks = {
  ready: { phase: "Running", transition: true, container: { state: running, ready: true } },
  notReady: { phase: "Running", transition: true, container: { state: running, ready: false } },
  runningAgain: {
    phase: "Running",
    transition: false,
    container: { state: running, lastState: terminated("Error", 1), ready: false },
  },
  completed: {
    phase: "Succeeded",
    transition: true,
    container: { state: terminated("Completed", 0), ready: false },
  },
  evicted: {
    phase: "Failed",
    transition: true,
    container: { state: terminated("Error", 137), ready: false },
    extra:
      'reason: Evicted\nmessage: "The node was low on resource: ephemeral-storage. Threshold quantity: 1Gi, available: 900Mi."',
  },
} as const satisfies Record<string, PodLook>;

/** A container that has just ended and will be started again later. */
export function crashed(reason: "Error" | "OOMKilled", transition: boolean): PodLook {
  const lastState = terminated(reason, reason === "Error" ? 1 : 137);
  const container = { state: backOff, lastState, ready: false, oneMoreRestart: true };
  return { phase: "Running", transition, container };
}

/** A container that waits before its first start. */
export function waiting(reason: string, message: string, transition: boolean): PodLook {
  const state = `{ waiting: { reason: ${reason}, message: ${JSON.stringify(message)} } }`;
  return { phase: "Pending", transition, container: { state, ready: false } };
}
