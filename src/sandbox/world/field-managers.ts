import type { FieldTree, KubeObject, ManagedFields, ObjectMeta } from "./objects.ts";
import { timestamp } from "./time.ts";

/** Who writes, as the API server records it. */
export interface Writer {
  readonly manager: string;
  readonly subresource?: string;
}

const METADATA_FIELDS = ["labels", "annotations", "ownerReferences"] as const;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The leaves of a value with their values, as paths of FieldsV1; lists count as one leaf, which is coarser than the API server. */
function leaves(value: unknown, path: string, found: Map<string, string>): Map<string, string> {
  if (isRecord(value) && Object.keys(value).length > 0) {
    for (const [key, field] of Object.entries(value)) {
      leaves(field, `${path}\n${key}`, found);
    }
  } else if (value !== undefined) {
    found.set(path.slice(1), JSON.stringify(value));
  }
  return found;
}

function managedLeaves(object: KubeObject | undefined): Map<string, string> {
  if (object === undefined) {
    return new Map();
  }
  const { apiVersion: _apiVersion, kind: _kind, metadata, ...rest } = object;
  const content = Object.fromEntries(Object.entries(rest).filter(([field]) => field !== "status"));
  const shown = Object.fromEntries(METADATA_FIELDS.map((field) => [field, metadata[field]]));
  return leaves({ metadata: shown, ...content }, "", new Map());
}

function toTree(paths: Iterable<string>): FieldTree {
  const tree: FieldTree = {};
  for (const path of paths) {
    let node = tree;
    for (const key of path.split("\n")) {
      node = node[`f:${key}`] ??= {};
    }
  }
  return tree;
}

function fromTree(tree: FieldTree, path = ""): string[] {
  const entries = Object.entries(tree);
  return entries.length === 0
    ? [path.slice(1)]
    : entries.flatMap(([key, node]) => fromTree(node, `${path}\n${key.slice(2)}`));
}

/** The metadata of `after` with managedFields that say who set which of its fields last, and when. */
export function withManager(
  before: KubeObject | undefined,
  after: KubeObject,
  writer: Writer,
  nowMs: number,
): ObjectMeta {
  const old = managedLeaves(before);
  const now = managedLeaves(after);
  const changed = [...now].filter(([path, value]) => old.get(path) !== value).map(([path]) => path);
  const gone = [...old.keys()].filter((path) => !now.has(path));
  if (changed.length + gone.length === 0) {
    return after.metadata;
  }
  const lost = new Set([...changed, ...gone]);
  const isWriters = (entry: ManagedFields): boolean =>
    entry.manager === writer.manager && entry.subresource === writer.subresource && entry.operation === "Update";
  const entries = before?.metadata.managedFields ?? [];
  const others = entries
    .filter((entry) => !isWriters(entry))
    .map((entry) => ({ entry, kept: fromTree(entry.fieldsV1).filter((path) => !lost.has(path)) }))
    .filter(({ kept }) => kept.length > 0)
    .map(({ entry, kept }) => ({ ...entry, fieldsV1: toTree(kept) }));
  const mine = entries.find(isWriters);
  const paths = [...(mine === undefined ? [] : fromTree(mine.fieldsV1)).filter((path) => !lost.has(path)), ...changed];
  const own: ManagedFields = {
    manager: writer.manager,
    operation: "Update",
    apiVersion: after.apiVersion,
    time: timestamp(nowMs),
    fieldsType: "FieldsV1",
    fieldsV1: toTree(paths),
    ...(writer.subresource === undefined ? {} : { subresource: writer.subresource }),
  };
  return { ...after.metadata, managedFields: [...others, ...(paths.length > 0 ? [own] : [])] };
}

/** The metadata with a controller's entry for these fields, written now; cheaper than telling which of them changed. */
export function stampedBy(object: KubeObject, writer: Writer, fields: readonly string[], nowMs: number): ObjectMeta {
  const entry: ManagedFields = {
    manager: writer.manager,
    operation: "Update",
    apiVersion: object.apiVersion,
    time: timestamp(nowMs),
    fieldsType: "FieldsV1",
    fieldsV1: toTree(fields),
    ...(writer.subresource === undefined ? {} : { subresource: writer.subresource }),
  };
  const others = (object.metadata.managedFields ?? []).filter(
    (one) => one.manager !== writer.manager || one.subresource !== writer.subresource,
  );
  return { ...object.metadata, managedFields: [...others, entry] };
}
