import { nearestName } from "../core/source/nearest-name.ts";

/** ` Did you mean "x"?`, or nothing when no name is near. */
export function didYouMean(name: string, names: readonly string[]): string {
  const near = nearestName(name, names);
  return near === null ? "" : ` Did you mean "${near}"?`;
}
