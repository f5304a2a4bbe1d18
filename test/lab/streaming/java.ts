import { dirname } from "node:path";
import type { Artifact } from "../provision/lab-folder.ts";
import { binaryPath } from "../provision/lab-folder.ts";

/** Quick to start rather than quick in the long run: nothing here lives for more than a few minutes. */
export const javaFlags = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"];

/** The class path of all jars of an artifact; the Java launcher itself expands the star. */
export function classPath(artifact: Artifact): string {
  const [first = ""] = artifact.binaries;
  return `${dirname(binaryPath(artifact, first))}/*`;
}
