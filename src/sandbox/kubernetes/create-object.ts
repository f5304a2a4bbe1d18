import { uuidFrom } from "../random.ts";
import { withManager } from "../world/field-managers.ts";
import type { KubeObject, ObjectMeta } from "../world/objects.ts";
import type { Resource, Stored } from "../world/store.ts";
import { timestamp } from "../world/time.ts";
import { failure, invalid, notFound, notImplemented, qualified } from "./answer.ts";
import { parseJson } from "./patches.ts";
import type { ApiRequest } from "./request.ts";
import { withoutNulls } from "./without-nulls.ts";
import { refused, type Target, WITH_GENERATION, type Written } from "./written.ts";

/** POST of a new object under a name of the client's. */
export function createObject(target: Target, request: ApiRequest): Written {
  const { info, path, simulation } = target;
  const { world } = simulation;
  const body = withoutNulls(parseJson(request.body)) as Partial<KubeObject> | undefined;
  const name = body?.metadata?.name;
  if (typeof name !== "string" || name === "") {
    return refused(
      body?.metadata?.generateName === undefined
        ? invalid(info.kind, info.group, "", [
            {
              reason: "FieldValueRequired",
              message: "Required value: name or generateName is required",
              field: "metadata.name",
            },
          ])
        : notImplemented("metadata.generateName"),
    );
  }
  if (world.store.get("namespaces", undefined, path.namespace) === undefined) {
    return refused(notFound("", "namespaces", path.namespace));
  }
  if (world.store.get(info.plural, path.namespace, name) !== undefined) {
    const message = `${qualified(info.group, info.plural)} "${name}" already exists`;
    return refused(failure(409, "AlreadyExists", message, { name, group: info.group, kind: info.plural }));
  }
  const metadata: ObjectMeta = {
    ...body?.metadata,
    name,
    namespace: path.namespace,
    uid: uuidFrom(`${world.seed}/${info.plural}/${name}/${world.store.version}`),
    resourceVersion: "",
    creationTimestamp: timestamp(world.nowMs),
    ...(WITH_GENERATION.has(info.plural) ? { generation: 1 } : {}),
  };
  const apiVersion = info.group === "" ? info.version : `${info.group}/${info.version}`;
  const bare = { ...body, apiVersion, kind: info.kind, metadata } as Stored[Resource];
  const made = { ...bare, metadata: withManager(undefined, bare, target.writer, world.nowMs) };
  if (target.dryRun) {
    const { resourceVersion: _, ...shown } = made.metadata;
    return refused({ code: 201, body: { ...made, metadata: shown } });
  }
  return { answer: { code: 201, body: world.store.put(info.plural, made) }, accepted: true };
}
