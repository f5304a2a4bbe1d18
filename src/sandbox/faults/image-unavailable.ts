import { featureApiImage } from "../world/images.ts";
import { SECOND_MS } from "../world/time.ts";
import type { Fault } from "./fault.ts";
import { containerImage, createdMs, isFeatureApi } from "./pod-facts.ts";
import { releaseOf, replaceOnePod } from "./step.ts";

const MISSING = "2.5.0";
const REPLACED_MS = -240 * SECOND_MS;

function notFound(image: string): string {
  return `rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;
}

export const imageUnavailable: Fault = {
  name: "image-unavailable",
  description: "A release names an image that the registry does not have.",
  expected: { outcome: "problem", cause: "image-unavailable", proposal: "rollback" },
  steps: () => [releaseOf(MISSING, -270 * SECOND_MS)],
  fate: (pod) => {
    const image = featureApiImage(MISSING);
    return containerImage(pod) === image ? { kind: "image", message: notFound(image) } : undefined;
  },
};

export const imageUnavailableNoRelease: Fault = {
  name: "image-unavailable-no-release",
  description:
    "The registry lost the running image; a pod that had to move cannot pull it again. Nothing was released.",
  expected: { outcome: "problem", cause: "image-unavailable", proposal: "provide-image" },
  steps: () => [replaceOnePod(REPLACED_MS)],
  fate: (pod, _sinceStartMs, world) =>
    isFeatureApi(pod) && createdMs(pod, world) >= REPLACED_MS
      ? { kind: "image", message: notFound(containerImage(pod)) }
      : undefined,
};
