import type { KubeObject } from "../world/objects.ts";
import type { Resource } from "../world/store.ts";
import { columnsOf } from "./columns/columns.ts";

/** Whether the client asks for the server's own table rather than objects, as `kubectl get` does. */
export function wantsTable(accept: string): boolean {
  return accept.includes("as=Table") && accept.includes("g=meta.k8s.io");
}

/** Whether the client asks for nothing but the object's metadata. */
export function wantsMetadata(accept: string): boolean {
  return accept.includes("as=PartialObjectMetadata") && accept.includes("g=meta.k8s.io");
}

export function metadataOnly(object: KubeObject): unknown {
  return { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata: object.metadata };
}

function rowObject(object: KubeObject, include: string): unknown {
  if (include === "None") {
    return undefined;
  }
  return include === "Object" ? object : metadataOnly(object);
}

/** The Table of meta.k8s.io/v1 for some objects; `include` is the request's includeObject. */
export function tableOf(
  resource: Resource,
  objects: readonly KubeObject[],
  metadata: object,
  options: { nowMs: number; include: string },
): unknown {
  const columns = columnsOf(resource);
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata,
    columnDefinitions: columns.map((column) => ({
      name: column.name,
      type: column.type ?? "string",
      format: column.name === "Name" ? "name" : "",
      description: column.name,
      priority: column.wide === true ? 1 : 0,
    })),
    rows: objects.map((object) => ({
      cells: columns.map((column) => column.cell(object, options.nowMs)),
      object: rowObject(object, options.include),
    })),
  };
}
