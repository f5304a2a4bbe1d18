/** A request for a resource, taken from its path; empty texts where the path has nothing. */
export interface ResourcePath {
  readonly group: string;
  readonly version: string;
  readonly namespace: string;
  readonly plural: string;
  readonly name: string;
  readonly subresource: string;
  /** What follows the subresource, as in …/services/NAME/proxy/health. */
  readonly rest: string;
}

/** Reads /api/v1/… and /apis/GROUP/VERSION/…; undefined for paths that name no resource. */
export function parseResourcePath(pathname: string): ResourcePath | undefined {
  const parts = pathname
    .split("/")
    .filter((part) => part !== "")
    .map((part) => decodeURIComponent(part));
  const core = parts[0] === "api";
  if (!core && parts[0] !== "apis") {
    return undefined;
  }
  const [group, version, ...after] = core ? ["", ...parts.slice(1)] : parts.slice(1);
  if (group === undefined || version === undefined || after.length === 0) {
    return undefined;
  }
  const isNamespaced = after[0] === "namespaces" && after.length > 2;
  const namespace = isNamespaced ? (after[1] ?? "") : "";
  const [plural = "", name = "", subresource = "", ...rest] = isNamespaced ? after.slice(2) : after;
  return { group, version, namespace, plural, name, subresource, rest: rest.join("/") };
}
