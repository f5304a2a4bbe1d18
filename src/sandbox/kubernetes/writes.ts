import type { Simulation } from "../world/simulation.ts";
import { type Answer, invalid, notFound, notImplemented } from "./answer.ts";
import { createObject } from "./create-object.ts";
import { deleteObject } from "./delete-object.ts";
import { parseJson } from "./patches.ts";
import type { ApiRequest } from "./request.ts";
import type { ResourcePath } from "./request-path.ts";
import type { ResourceInfo } from "./resources.ts";
import { updateObject } from "./update-object.ts";
import { refused, type Target, type Written } from "./written.ts";

/** Whether the request is a dry run; an Answer when its dryRun makes no sense. */
function isDryRun(request: ApiRequest): boolean | Answer {
  const values = request.query.getAll("dryRun");
  const fromBody =
    request.method === "DELETE" ? (parseJson(request.body) as { dryRun?: string[] } | undefined)?.dryRun : undefined;
  const all = [...values, ...(fromBody ?? [])];
  if (all.every((value) => value === "All")) {
    return all.length > 0;
  }
  const kind = `${{ POST: "Create", PUT: "Update", DELETE: "Delete" }[request.method] ?? "Patch"}Options`;
  const message = `Unsupported value: ${JSON.stringify(all)}: supported values: "All"`;
  return invalid(kind, "meta.k8s.io", "", [{ reason: "FieldValueNotSupported", message, field: "dryRun" }]);
}

const VERBS: Readonly<Record<string, "create" | "update" | "patch" | "delete">> = {
  POST: "create",
  PUT: "update",
  PATCH: "patch",
  DELETE: "delete",
};

/** Does a mutating request to the world at its now. The same requests at the same times always lead to the same world. */
export function write(simulation: Simulation, info: ResourceInfo, path: ResourcePath, request: ApiRequest): Written {
  const verb = VERBS[request.method];
  const subresource = info.subresources.find((one) => one.name === path.subresource);
  const implemented = path.subresource === "" ? info.writes : (subresource?.verbs ?? []);
  if (verb === undefined || !implemented.includes(verb)) {
    const what = [info.plural, path.subresource].filter((part) => part !== "").join("/");
    return refused(notImplemented(`${verb ?? request.method} of ${what}`));
  }
  if (request.contentType.startsWith("application/vnd.kubernetes.protobuf") && verb !== "delete") {
    return refused(notImplemented(`${verb} of ${info.plural} in protobuf; ask in JSON`));
  }
  const dryRun = isDryRun(request);
  if (typeof dryRun !== "boolean") {
    return refused(dryRun);
  }
  const manager = request.query.get("fieldManager") ?? "unknown";
  const writer = path.subresource === "" ? { manager } : { manager, subresource: path.subresource };
  const target: Target = { simulation, info, path, dryRun, writer };
  if (verb === "create") {
    const written = createObject(target, request);
    simulation.settle();
    return written;
  }
  if (path.name === "") {
    return refused(notImplemented(`${verb} of a whole collection`));
  }
  const before = simulation.world.store.get(info.plural, info.namespaced ? path.namespace : undefined, path.name);
  if (before === undefined) {
    return refused(notFound(info.group, info.plural, path.name));
  }
  const written = verb === "delete" ? deleteObject(target, before, request) : updateObject(target, before, request);
  simulation.settle();
  return written;
}
