import type { KubeObject, Pod } from "../world/objects.ts";
import { terminatePod } from "../world/pod-deletion.ts";
import { conflict, ok } from "./answer.ts";
import { parseJson } from "./patches.ts";
import type { ApiRequest } from "./request.ts";
import { refused, type Target, type Written } from "./written.ts";

/** DELETE of one object, under the preconditions of its DeleteOptions. */
export function deleteObject(target: Target, before: KubeObject, request: ApiRequest): Written {
  const { info, path, simulation } = target;
  const options = (request.body === "" ? {} : parseJson(request.body)) as
    | { preconditions?: { uid?: string; resourceVersion?: string } }
    | undefined;
  const { uid, resourceVersion } = options?.preconditions ?? {};
  const stale =
    uid !== undefined && uid !== before.metadata.uid
      ? `the UID in the precondition (${uid}) does not match the UID in record (${before.metadata.uid}). The object might have been deleted and then recreated`
      : resourceVersion !== undefined && resourceVersion !== before.metadata.resourceVersion
        ? `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${before.metadata.resourceVersion}). The object might have been modified`
        : undefined;
  if (stale !== undefined) {
    return refused(conflict(info.group, info.kind, path.name, stale));
  }
  if (info.plural === "pods") {
    if (!target.dryRun) {
      terminatePod(simulation.world, before as Pod);
    }
    const after = simulation.world.store.get("pods", path.namespace, path.name) ?? before;
    return { answer: ok(after), accepted: !target.dryRun };
  }
  if (!target.dryRun) {
    simulation.world.store.remove(info.plural, before);
  }
  const details = { name: path.name, group: info.group, kind: info.plural, uid: before.metadata.uid };
  const body = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", details };
  return { answer: ok(body), accepted: !target.dryRun };
}
