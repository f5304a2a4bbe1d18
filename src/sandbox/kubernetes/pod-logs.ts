import { containerLog, type Run } from "../logs/container-log.ts";
import type { Pod } from "../world/objects.ts";
import type { Simulation } from "../world/simulation.ts";
import { SECOND_MS } from "../world/time.ts";
import { type Answer, badRequest, notFound, notImplemented } from "./answer.ts";
import type { ApiRequest } from "./request.ts";
import type { ResourcePath } from "./request-path.ts";

const WAITING_WORDS: Readonly<Record<string, string>> = {
  ErrImagePull: "image can't be pulled",
  ImagePullBackOff: "trying and failing to pull image",
};

/** The run of the pod's container that a request means, or the kubelet's words for there being none. */
function runOf(simulation: Simulation, pod: Pod, container: string, previous: boolean): Run | string {
  const status = pod.status.containerStatuses?.[0];
  const last = status?.lastState.terminated;
  const instance = status?.restartCount ?? 0;
  const ended = (state: { startedAt: string; finishedAt: string }, of: number): Run => ({
    startMs: Date.parse(state.startedAt),
    endMs: Math.max(Date.parse(state.finishedAt), Date.parse(state.startedAt) + SECOND_MS),
    ended: true,
    instance: of,
  });
  if (previous) {
    return last === undefined
      ? `previous terminated container "${container}" in pod "${pod.metadata.name}" not found`
      : ended(last, instance - 1);
  }
  if (status?.state.running !== undefined) {
    return {
      startMs: Date.parse(status.state.running.startedAt),
      endMs: simulation.world.nowMs,
      ended: false,
      instance,
    };
  }
  if (status?.state.terminated !== undefined) {
    return ended(status.state.terminated, instance);
  }
  if (last !== undefined) {
    return ended(last, instance);
  }
  const reason = status?.state.waiting?.reason ?? "ContainerCreating";
  return `container "${container}" in pod "${pod.metadata.name}" is waiting to start: ${WAITING_WORDS[reason] ?? reason}`;
}

/** GET …/pods/NAME/log, with the options of PodLogOptions; a log that is followed is not implemented. */
export function podLog(simulation: Simulation, path: ResourcePath, request: ApiRequest): Answer {
  const { query } = request;
  const pod = simulation.world.store.get("pods", path.namespace, path.name);
  if (pod === undefined) {
    return notFound("", "pods", path.name);
  }
  if (query.get("follow") === "true") {
    return notImplemented("following a log");
  }
  const container = query.get("container") ?? pod.spec.containers[0]?.name ?? "";
  if (!pod.spec.containers.some((one) => one.name === container)) {
    return badRequest(`container ${container} is not valid for pod ${path.name}`);
  }
  const plain = (body: string): Answer => ({ code: 200, body, contentType: "text/plain" });
  const runtime = simulation.world.runtimes.get(pod.metadata.uid);
  if (runtime === undefined) {
    return plain(""); // A pod that no kubelet of the sandbox runs, such as a finished Job's.
  }
  if (pod.spec.nodeName === undefined) {
    return plain("");
  }
  const run = runOf(simulation, pod, container, query.get("previous") === "true");
  if (typeof run === "string") {
    return badRequest(run);
  }
  const sinceSeconds = Number(query.get("sinceSeconds") ?? Number.NaN);
  const sinceTimeMs = Date.parse(query.get("sinceTime") ?? "");
  const { nowMs } = simulation.world;
  const fromMs = Math.max(
    0,
    Number.isNaN(sinceSeconds) ? 0 : nowMs - sinceSeconds * SECOND_MS,
    Number.isNaN(sinceTimeMs) ? 0 : sinceTimeMs,
  );
  const tail = query.get("tailLines");
  const most = tail === null ? Number.POSITIVE_INFINITY : Number(tail);
  if (Number.isNaN(most) || most < 0) {
    return badRequest(`invalid tailLines "${tail}"`);
  }
  const stamped = query.get("timestamps") === "true";
  const lines = containerLog(simulation, pod, runtime.fate, run, fromMs, most);
  const text = lines
    .map((line) => `${stamped ? `${new Date(line.atMs).toISOString().replace("Z", "000000Z")} ` : ""}${line.text}\n`)
    .join("");
  const limit = Number(query.get("limitBytes") ?? Number.POSITIVE_INFINITY);
  return plain(Buffer.byteLength(text) > limit ? Buffer.from(text).subarray(0, limit).toString() : text);
}
