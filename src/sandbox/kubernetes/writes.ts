import { uuidFrom } from "../random.ts";
import { canonical } from "../world/canonical.ts";
import { terminatePod } from "../world/kubelet.ts";
import { withManager, type Writer } from "../world/field-managers.ts";
import type { Deployment, KubeObject, ObjectMeta, Pod } from "../world/objects.ts";
import type { Simulation } from "../world/simulation.ts";
import type { Resource, Stored } from "../world/store.ts";
import { timestamp } from "../world/time.ts";
import {
  type Answer,
  badRequest,
  conflict,
  failure,
  invalid,
  notFound,
  notImplemented,
  ok,
  qualified,
} from "./answer.ts";
import { parseJson, patched } from "./patches.ts";
import type { ApiRequest } from "./request.ts";
import type { ResourcePath } from "./request-path.ts";
import type { ResourceInfo } from "./resources.ts";
import { scaleOf, withScale } from "./scale.ts";
import { validationFaults } from "./validation.ts";

export interface Written {
  readonly answer: Answer;
  /** Whether the world was changed: such a request is replayed, others are not. */
  readonly accepted: boolean;
}

function refused(answer: Answer): Written {
  return { answer, accepted: false };
}

/** Kinds whose status only their controllers write. */
const WITH_STATUS = new Set<Resource>(["deployments", "services", "poddisruptionbudgets", "horizontalpodautoscalers"]);
const WITH_GENERATION = new Set<Resource>(["deployments", "poddisruptionbudgets"]);
/** Kinds that a PUT without resourceVersion may not overwrite. */
const CONDITIONAL = new Set<Resource>(["leases", "poddisruptionbudgets"]);

interface Target {
  readonly simulation: Simulation;
  readonly info: ResourceInfo;
  readonly path: ResourcePath;
  readonly dryRun: boolean;
  readonly writer: Writer;
}

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

function update(target: Target, before: KubeObject, request: ApiRequest): Written {
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
  const wanted = outcome.result as KubeObject;
  if (typeof wanted.metadata !== "object" || wanted.metadata === null) {
    return refused(badRequest("the object has no metadata"));
  }
  if (request.method === "PUT" && CONDITIONAL.has(info.plural) && !wanted.metadata.resourceVersion) {
    const message = "Invalid value: 0: must be specified for an update";
    const cause = { reason: "FieldValueInvalid", message, field: "metadata.resourceVersion" };
    return refused(invalid(info.plural, info.group, path.name, [cause]));
  }
  return replace(target, before, wanted);
}

function create(target: Target, request: ApiRequest): Written {
  const { info, path, simulation } = target;
  const { world } = simulation;
  const body = parseJson(request.body) as Partial<KubeObject> | undefined;
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

function remove(target: Target, before: KubeObject, request: ApiRequest): Written {
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
    const written = create(target, request);
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
  const written = verb === "delete" ? remove(target, before, request) : update(target, before, request);
  simulation.settle();
  return written;
}
