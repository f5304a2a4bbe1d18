import { existsSync } from "node:fs";
import { join } from "node:path";
import envPaths from "env-paths";

/** One thing the lab needs: a server built from its sources, or a binary from a registry. */
export type Artifact = {
  readonly name: string;
  readonly version: string;
  /** Names of the executables, as they lie in the artifact's `bin` folder. */
  readonly binaries: readonly string[];
};

/** The lab's cache folder: `$BIGOPS_LAB`, else `bigops-lab` in the user's cache directory. */
export function labRoot(): string {
  const chosen = process.env["BIGOPS_LAB"];
  return chosen !== undefined && chosen !== "" ? chosen : envPaths("bigops-lab", { suffix: "" }).cache;
}

/** Where an artifact lies once it is complete; a folder of its own for every version and platform. */
export function artifactFolder(artifact: Artifact): string {
  return join(labRoot(), `${artifact.name}-${artifact.version}-${process.platform}-${process.arch}`);
}

/** Absolute path of one of an artifact's executables. */
export function binaryPath(artifact: Artifact, binary: string): string {
  return join(artifactFolder(artifact), "bin", binary);
}

/**
 * True when the artifact has been provisioned. Its folder appears by one rename when everything
 * in it is complete, so the folder itself is the mark.
 */
export function isProvisioned(artifact: Artifact): boolean {
  return artifact.binaries.every((binary) => existsSync(binaryPath(artifact, binary)));
}
