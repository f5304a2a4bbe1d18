import type { ContainerFact, PodFact } from "../kubernetes/pod-fact.ts";
import type { PodRule, TroubleKind } from "./trouble.ts";

/** Waits that no patience ends. */
const AT_ONCE: Readonly<Record<string, TroubleKind>> = {
  ImagePullBackOff: "imageUnavailable",
  InvalidImageName: "imageUnavailable",
  ErrImageNeverPull: "imageUnavailable",
};

/** Waits that may be normal for a while. */
const AFTER_GRACE: Readonly<Record<string, TroubleKind>> = {
  ErrImagePull: "imageUnavailable",
  ImageInspectError: "imageUnavailable",
  RegistryUnavailable: "imageUnavailable",
  CreateContainerConfigError: "configurationUnavailable",
  CreateContainerError: "configurationUnavailable",
  ContainerCreating: "notStarted",
};

/** Waits on an image, on configuration or on its creation; init containers included. PodInitializing is no such wait: it is for other containers. */
export const waitingToStart: PodRule = (pod, { graceMs }, nowMs) => {
  for (const container of pod.containers) {
    const { waiting } = container;
    if (waiting === null) continue;
    const kind = AT_ONCE[waiting.reason] ?? AFTER_GRACE[waiting.reason];
    if (kind === undefined) continue;
    const sinceMs = waitingSinceMs(pod, container);
    const patient = !(waiting.reason in AT_ONCE) && sinceMs !== null && nowMs - sinceMs <= graceMs;
    if (!patient) return { kind, reason: waiting.reason, sinceMs, message: waiting.message };
  }
  return null;
};

/** A container's wait has no time of its own: it began with its last end, else when the pod got its node. */
function waitingSinceMs(pod: PodFact, { last }: ContainerFact): number | null {
  return last?.finishedAtMs ?? (pod.scheduled?.holds === true ? pod.scheduled.sinceMs : null) ?? pod.createdAtMs;
}
