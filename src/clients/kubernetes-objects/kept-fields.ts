type Fields = Readonly<Record<string, unknown>>;

const CONTAINER = ["name", "restartPolicy", "resources", "ports"];
const SPEC = ["nodeName", "overhead", "resources"];
const STATUS = ["phase", "reason", "message", "startTime", "conditions"];
const CONTAINER_STATUS = ["name", "ready", "restartCount", "state", "lastState"];

/**
 * An object of a list, of the shape that its resource's objects have, without the fields that nobody reads of very many: who set which field, and of
 * a pod all that its template says and bigops does not look at. Five thousand pods are a fifth of what the server sent.
 */
export function keptFields(resource: string, item: unknown): unknown {
  if (resource === "pods") return keptOfPod(item as Fields);
  if (resource === "replicasets") return withoutManagers(item as Fields);
  return item;
}

function keptOfPod(pod: Fields): Fields {
  const { spec, status } = pod;
  return {
    ...withoutManagers(pod),
    ...(isMapping(spec) && {
      spec: { ...only(SPEC, spec), ...each("containers", CONTAINER, spec), ...each("initContainers", CONTAINER, spec) },
    }),
    ...(isMapping(status) && {
      status: {
        ...only(STATUS, status),
        ...each("containerStatuses", CONTAINER_STATUS, status),
        ...each("initContainerStatuses", CONTAINER_STATUS, status),
      },
    }),
  };
}

function withoutManagers(object: Fields): Fields {
  const { managedFields: _, ...metadata } = object["metadata"] as Fields;
  return { ...object, metadata };
}

function each(key: string, names: readonly string[], of: Fields): Fields {
  const list = of[key];
  return Array.isArray(list) ? { [key]: list.map((entry: Fields) => only(names, entry)) } : only([key], of);
}

function only(names: readonly string[], of: Fields): Fields {
  const kept: Record<string, unknown> = {};
  for (const name of names) if (of[name] !== undefined) kept[name] = of[name];
  return kept;
}

function isMapping(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}
