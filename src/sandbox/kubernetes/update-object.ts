import { canonical } from "../world/canonical.ts";
import { withManager } from "../world/field-managers.ts";
import type { Deployment, KubeObject, ObjectMeta } from "../world/objects.ts";
import type { Resource, Stored } from "../world/store.ts";
import { badRequest, conflict, invalid, ok } from "./answer.ts";
import { parseJson, patched } from "./patches.ts";
import type { ApiRequest } from "./request.ts";
import { scaleOf, withScale } from "./scale.ts";
import { validationFaults } from "./validation.ts";
import { withoutNulls } from "./without-nulls.ts";
import { refused, type Target, WITH_GENERATION, type Written } from "./written.ts";

/** Kinds whose status only their controllers write. */
const WITH_STATUS = new Set<Resource>(["deployments", "services", "poddisruptionbudgets", "horizontalpodautoscalers"]);
/** Kinds that a PUT without resourceVersion may not overwrite. */
const CONDITIONAL = new Set<Resource>(["leases", "poddisruptionbudgets"]);

/** Stores a changed object if the API server would: guards, validation, generation, and nothing at all when nothing changed. */
function replace(target: Target, before: KubeObject, wanted: KubeObject): Written {
  const { info, path, simulation } = target;
  const { resourceVersion } = wanted.metadata ?? {};
  if (resourceVersion !== undefined && resourceVersion !== "" && resourceVersion !== before.metadata.resourceVersion) {
    return refused(conflict(info.group, info.plural, path.name));
  }
  const faults = validationFaults(wanted, before);
  if (faults.length > 0) {
    return refused(invalid(info.kind, info.group, path.name, faults));
  }
  const { labels: _labels, annotations: _annotations, ...kept } = before.metadata;
  const { labels, annotations, ownerReferences } = wanted.metadata;
  const metadata: ObjectMeta = {
    ...kept,
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
    ...(ownerReferences === undefined ? {} : { ownerReferences }),
  };
  const status = WITH_STATUS.has(info.plural) && "status" in before ? { status: before.status } : {};
  const next = { ...wanted, apiVersion: before.apiVersion, kind: before.kind, metadata, ...status } as Stored[Resource];
  if (canonical(next) === canonical(before)) {
    return { answer: ok(before), accepted: !target.dryRun };
  }
  const specOf = (object: object): unknown => ("spec" in object ? object.spec : undefined);
  const raised = WITH_GENERATION.has(info.plural) && canonical(specOf(next)) !== canonical(specOf(before));
  const generation = raised ? { generation: (kept.generation ?? 1) + 1 } : {};
  const tracked = withManager(before, next, target.writer, simulation.world.nowMs);
  const stored = { ...next, metadata: { ...tracked, ...generation } };
  if (target.dryRun) {
    return { answer: ok(stored), accepted: false };
  }
  return { answer: ok(simulation.world.store.put(info.plural, stored)), accepted: true };
}

/** PUT or PATCH of an object or of its scale. */
export function updateObject(target: Target, before: KubeObject, request: ApiRequest): Written {
  const { info, path } = target;
  const scales = path.subresource === "scale";
  const document = scales ? scaleOf(before as Deployment) : before;
  const outcome =
    request.method === "PATCH"
      ? patched(document, request.contentType, request.body)
      : { result: parseJson(request.body) };
  if ("answer" in outcome) {
    return refused(outcome.answer);
  }
  if (typeof outcome.result !== "object" || outcome.result === null || Array.isArray(outcome.result)) {
    return refused(badRequest("the body of the request is not an object in JSON"));
  }
  if (scales) {
    const wanted = withScale(before as Deployment, outcome.result);
    if (wanted === undefined) {
      const asked = (outcome.result as { spec?: { replicas?: unknown } }).spec?.replicas;
      const message = `Invalid value: ${JSON.stringify(asked)}: must be greater than or equal to 0`;
      return refused(
        invalid("Scale", "autoscaling", path.name, [{ reason: "FieldValueInvalid", message, field: "spec.replicas" }]),
      );
    }
    const written = replace(target, before, wanted);
    return written.answer.code === 200
      ? { ...written, answer: ok(scaleOf(written.answer.body as Deployment)) }
      : written;
  }
  const wanted = withoutNulls(outcome.result) as KubeObject;
  if (typeof wanted.metadata !== "object") {
    return refused(badRequest("the object has no metadata"));
  }
  if (request.method === "PUT" && CONDITIONAL.has(info.plural) && !wanted.metadata.resourceVersion) {
    const message = "Invalid value: 0: must be specified for an update";
    const cause = { reason: "FieldValueInvalid", message, field: "metadata.resourceVersion" };
    return refused(invalid(info.plural, info.group, path.name, [cause]));
  }
  return replace(target, before, wanted);
}
