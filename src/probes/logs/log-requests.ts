import type { ContainerStatus, Pod } from "../../clients/kubernetes-objects/api-objects.ts";
import { apiTimeMs } from "../../clients/kubernetes-objects/api-time.ts";
import type { UnreadLog } from "./log-facts.ts";

export interface LogRequest {
  readonly pod: string;
  readonly container: string;
  readonly previous: boolean;
}

const DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";

/**
 * Which logs of a pod tell something: the present life's, and that of the life before when it ended since `fromMs`. A container in a back-off has
 * only the life before; one that never started has none.
 */
export function logRequests(pod: Pod, container: string | null, fromMs: number): readonly LogRequest[] | UnreadLog {
  const { metadata, spec, status } = pod;
  const names = (spec?.containers ?? []).map(({ name }) => name);
  const wanted = container ?? metadata.annotations?.[DEFAULT_CONTAINER] ?? names[0];
  if (wanted === undefined) return { pod: metadata.name, reason: "it has no container" };
  if (names.length > 0 && !names.includes(wanted))
    return { pod: metadata.name, reason: `it has no container ${wanted}, only ${names.join(", ")}` };
  const found = status?.containerStatuses?.find(({ name }) => name === wanted);
  const request = (previous: boolean): LogRequest => ({ pod: metadata.name, container: wanted, previous });
  if (found === undefined || (!found.state?.running && !found.state?.terminated)) {
    if (found?.lastState?.terminated) return [request(true)];
    const why =
      found?.state?.waiting?.reason ??
      status?.conditions?.find(({ type, status }) => type === "PodScheduled" && status === "False")?.reason;
    return { pod: metadata.name, reason: `it has not started${why ? ` (${why})` : ""}` };
  }
  return endedSince(found, fromMs) ? [request(false), request(true)] : [request(false)];
}

function endedSince({ lastState, restartCount = 0 }: ContainerStatus, fromMs: number): boolean {
  if (!lastState?.terminated || restartCount === 0) return false;
  const endedAtMs = apiTimeMs(lastState.terminated.finishedAt);
  return endedAtMs === null || endedAtMs >= fromMs;
}
