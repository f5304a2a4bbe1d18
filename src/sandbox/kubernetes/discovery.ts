import { type Answer, ok } from "./answer.ts";
import { RESOURCES, type ResourceInfo, REVIEWS } from "./resources.ts";

const READS = ["get", "list", "watch"];

function groups(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { group, version } of [...RESOURCES, ...REVIEWS]) {
    found.set(group, (found.get(group) ?? new Set()).add(version));
  }
  return found;
}

function verbsOf(resource: ResourceInfo): readonly string[] {
  return [...READS, ...resource.writes].toSorted();
}

function plainResources(group: string, version: string): unknown[] {
  const stored = RESOURCES.filter((one) => one.group === group && one.version === version).flatMap((one) => [
    {
      name: one.plural,
      singularName: one.singular,
      namespaced: one.namespaced,
      kind: one.kind,
      verbs: verbsOf(one),
      ...(one.shortNames.length > 0 ? { shortNames: one.shortNames } : {}),
      ...(one.categories.length > 0 ? { categories: one.categories } : {}),
    },
    ...one.subresources.map((sub) => ({
      name: `${one.plural}/${sub.name}`,
      singularName: "",
      namespaced: one.namespaced,
      ...(sub.group === undefined ? {} : { group: sub.group, version: sub.version }),
      kind: sub.kind,
      verbs: sub.verbs,
    })),
  ]);
  const reviews = REVIEWS.filter((one) => one.group === group && one.version === version).map((one) => ({
    name: one.plural,
    singularName: one.kind.toLowerCase(),
    namespaced: false,
    kind: one.kind,
    verbs: ["create"],
  }));
  return [...stored, ...reviews];
}

function aggregatedVersion(group: string, version: string): unknown {
  const kindOf = (kind: string, own?: { group?: string; version?: string }): unknown => ({
    group: own?.group ?? group,
    version: own?.version ?? version,
    kind,
  });
  const stored = RESOURCES.filter((one) => one.group === group && one.version === version).map((one) => ({
    resource: one.plural,
    responseKind: kindOf(one.kind),
    scope: one.namespaced ? "Namespaced" : "Cluster",
    singularResource: one.singular,
    verbs: verbsOf(one),
    shortNames: one.shortNames,
    categories: one.categories,
    subresources: one.subresources.map((sub) => ({
      subresource: sub.name,
      responseKind: kindOf(sub.kind, sub),
      verbs: sub.verbs,
    })),
  }));
  const reviews = REVIEWS.filter((one) => one.group === group && one.version === version).map((one) => ({
    resource: one.plural,
    responseKind: kindOf(one.kind),
    scope: "Cluster",
    singularResource: one.kind.toLowerCase(),
    verbs: ["create"],
  }));
  return { version, resources: [...stored, ...reviews], freshness: "Current" };
}

function aggregated(wanted: (group: string) => boolean): Answer {
  const items = [...groups()]
    .filter(([group]) => wanted(group))
    .map(([group, versions]) => ({
      metadata: group === "" ? {} : { name: group },
      versions: [...versions].map((version) => aggregatedVersion(group, version)),
    }));
  return {
    code: 200,
    body: { kind: "APIGroupDiscoveryList", apiVersion: "apidiscovery.k8s.io/v2", metadata: {}, items },
    contentType: "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
  };
}

function apiGroup(group: string, versions: ReadonlySet<string>): object {
  const listed = [...versions].map((version) => ({ groupVersion: `${group}/${version}`, version }));
  return { name: group, versions: listed, preferredVersion: listed[0] };
}

/** Answers /api, /apis and below, plain or aggregated as the Accept header asks; undefined for other paths. */
export function discover(pathname: string, accept: string): Answer | undefined {
  const parts = pathname.split("/").filter((part) => part !== "");
  const wantsAggregated = accept.includes("g=apidiscovery.k8s.io;v=v2;");
  if (pathname === "/api" || pathname === "/api/") {
    return wantsAggregated
      ? aggregated((group) => group === "")
      : ok({ kind: "APIVersions", versions: ["v1"], serverAddressByClientCIDRs: [] });
  }
  if (pathname === "/apis" || pathname === "/apis/") {
    const named = [...groups()].filter(([group]) => group !== "");
    return wantsAggregated
      ? aggregated((group) => group !== "")
      : ok({
          kind: "APIGroupList",
          apiVersion: "v1",
          groups: named.map(([group, versions]) => apiGroup(group, versions)),
        });
  }
  const [first, group = "", version = ""] = parts[0] === "api" ? ["api", "", parts[1]] : parts;
  const versions = groups().get(group);
  if (versions === undefined || (first !== "api" && first !== "apis")) {
    return undefined;
  }
  if (first === "apis" && parts.length === 2) {
    return ok({ kind: "APIGroup", apiVersion: "v1", ...apiGroup(group, versions) });
  }
  const groupVersion = group === "" ? version : `${group}/${version}`;
  const isVersion = parts.length === (first === "api" ? 2 : 3) && versions.has(version);
  return isVersion
    ? ok({ kind: "APIResourceList", apiVersion: "v1", groupVersion, resources: plainResources(group, version) })
    : undefined;
}
