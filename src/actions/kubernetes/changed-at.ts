import { MARK_ANNOTATION } from "../../core/plan/plan.ts";
import { apiTimeMs } from "../../clients/kubernetes-objects/api-time.ts";
import type { ApiObject } from "./objects.ts";
import { asObject } from "../../clients/kubernetes-objects/pod-template.ts";

/**
 * When the write that set the mark was stored, by the server's own clock (whole seconds), milliseconds since the epoch: from the object's
 * managed fields, so it is known also after a lost answer. null where the server keeps none.
 */
export function markedAtMs({ metadata }: ApiObject): number | null {
  const entry = metadata.managedFields?.find((candidate) => {
    const annotations = asObject(asObject(candidate.fieldsV1?.["f:metadata"])["f:annotations"]);
    return `f:${MARK_ANNOTATION}` in annotations;
  });
  return apiTimeMs(entry?.time);
}
