function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** RFC 7396, on a copy: objects merge, null removes, everything else replaces. */
export function applyMergePatch(document: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) {
    return patch;
  }
  const merged: Record<string, unknown> = isRecord(document) ? { ...document } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      delete merged[key];
    } else {
      merged[key] = applyMergePatch(merged[key], value);
    }
  }
  return merged;
}

/** The lists of workloads and services that a strategic merge joins by a key; every other list is replaced as a whole. */
const MERGE_KEYS: Readonly<Record<string, readonly string[]>> = {
  containers: ["name"],
  initContainers: ["name"],
  ephemeralContainers: ["name"],
  env: ["name"],
  volumes: ["name"],
  volumeMounts: ["mountPath"],
  imagePullSecrets: ["name"],
  ports: ["containerPort", "port"],
  conditions: ["type"],
  hostAliases: ["ip"],
  ownerReferences: ["uid"],
  topologySpreadConstraints: ["topologyKey"],
};

function mergeList(current: unknown, patch: readonly unknown[], keys: readonly string[]): unknown[] {
  const replaces = patch.some((item) => isRecord(item) && item["$patch"] === "replace");
  const merged = Array.isArray(current) && !replaces ? [...(current as unknown[])] : [];
  for (const item of patch) {
    const key = isRecord(item) ? keys.find((one) => one in item) : undefined;
    if (!isRecord(item) || key === undefined) {
      continue; // A bare {"$patch": "replace"} marker.
    }
    const index = merged.findIndex((one) => isRecord(one) && one[key] === item[key]);
    if (item["$patch"] === "delete") {
      if (index >= 0) {
        merged.splice(index, 1);
      }
    } else if (index >= 0) {
      merged[index] = applyStrategicMerge(merged[index], item);
    } else {
      merged.push(applyStrategicMerge({}, item));
    }
  }
  return merged;
}

/** Kubernetes' strategic merge patch for the built-in kinds, on a copy. Order directives change no meaning here and are dropped. */
export function applyStrategicMerge(document: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) {
    return patch;
  }
  const replaces = patch["$patch"] === "replace";
  const retained = patch["$retainKeys"];
  const merged: Record<string, unknown> = isRecord(document) && !replaces ? { ...document } : {};
  for (const [key, value] of Object.entries(patch)) {
    const keys = MERGE_KEYS[key];
    if (key.startsWith("$")) {
      continue;
    }
    if (value === null || (isRecord(value) && value["$patch"] === "delete")) {
      delete merged[key];
    } else if (Array.isArray(value) && keys !== undefined) {
      merged[key] = mergeList(merged[key], value, keys);
    } else {
      merged[key] = applyStrategicMerge(merged[key], value);
    }
  }
  if (Array.isArray(retained)) {
    return Object.fromEntries(Object.entries(merged).filter(([key]) => retained.includes(key)));
  }
  return merged;
}
