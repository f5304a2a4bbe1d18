import type { Located, Path } from "../source/located.ts";
import { resolvePath } from "./resolve-path.ts";

/** A value that has its type, and cannot be used all the same. */
export interface OddValue {
  readonly path: Path;
  readonly message: string;
  readonly suggestion: string;
}

/** URLs that are none, and paths that lead nowhere, whatever else is wrong with the file. `folder` and `home` as in parseEnvironments. */
export function oddValues(root: Located, folder: string, home: string | null): readonly OddValue[] {
  const environments = root.entries.get("environments")?.value.entries ?? new Map();
  return [...environments].flatMap(([name, { value }]) => oddIn(value, ["environments", name], folder, home));
}

function oddIn(at: Located, path: Path, folder: string, home: string | null): readonly OddValue[] {
  if (typeof at.value !== "string")
    return [...at.entries].flatMap(([key, { value }]) => oddIn(value, [...path, key], folder, home));
  // Of a parameter nothing is known here.
  if (path.length < 4 || path[2] === "parameters" || at.value === "") return [];
  if (isUrl(path) && !isHttp(at.value))
    return [{ path, message: "this is no http or https URL", suggestion: 'e.g. "http://kv-store.staging:8080"' }];
  if (isPath(path) && resolvePath(at.value, folder, home) === null)
    return [
      {
        path,
        message: `${at.value} begins with ~, and the home folder is not known here`,
        suggestion: "write the whole path",
      },
    ];
  return [];
}

/** An endpoint may be a URL by itself. */
function isUrl(path: Path): boolean {
  return path.at(-1) === "url" || (path[2] === "endpoints" && path.length === 4);
}

function isPath(path: Path): boolean {
  return ["file", "kubeconfig", "jar"].includes(String(path.at(-1)));
}

function isHttp(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}
