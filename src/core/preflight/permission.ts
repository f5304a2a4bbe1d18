import { shellQuote } from "../text/shell-quote.ts";

/** What the API server must allow, as kubectl auth can-i asks for it. */
export interface Permission {
  readonly verb: "get" | "list" | "patch" | "create" | "update";
  /** Empty: the core group. */
  readonly group: string;
  readonly resource: string;
  /** e.g. "log" of pods. */
  readonly subresource?: string;
  /** One object; absent: any of the namespace. */
  readonly name?: string;
  /** Absent: the environment's. */
  readonly namespace?: string;
  /** The whole cluster's: no namespace. */
  readonly clusterWide?: true;
}

/** e.g. "patch deployments.apps/feature-api in ml". */
export function permissionWords(permission: Permission, environments: string): string {
  const { verb, name, clusterWide, namespace = environments } = permission;
  const object = name === undefined ? "" : `/${name}`;
  return `${verb} ${resourceWords(permission)}${object}${clusterWide ? " in the whole cluster" : ` in ${namespace}`}`;
}

/** The command that a person would ask with. */
export function canIWords(permission: Permission, environments: string): string {
  const { verb, resource, group, subresource, name, clusterWide, namespace = environments } = permission;
  const kind = `${resource}${group === "" ? "" : `.${group}`}${name === undefined ? "" : `/${name}`}`;
  const sub = subresource === undefined ? "" : ` --subresource=${subresource}`;
  return `kubectl auth can-i ${verb} ${kind}${sub}${clusterWide ? "" : ` -n ${shellQuote(namespace)}`}`;
}

function resourceWords({ resource, group, subresource }: Permission): string {
  return `${resource}${subresource === undefined ? "" : `/${subresource}`}${group === "" ? "" : `.${group}`}`;
}
