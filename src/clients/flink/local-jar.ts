import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { ClientError } from "../client-error.ts";
import type { LocalJar } from "../flink-client.ts";

const LARGEST_BYTES = 500 * 1024 * 1024;

/** `key` names the setting in bigops.yaml. */
export async function readLocalJar(path: string | undefined, key: string): Promise<LocalJar> {
  if (path === undefined)
    throw new ClientError(
      "not-configured",
      "the environment names no jar of the job",
      `add ${key} to bigops.yaml: the path of the jar`,
    );
  try {
    const { size } = await stat(path);
    if (size > LARGEST_BYTES)
      throw new ClientError("too-large", `the jar ${basename(path)} has more than 500 MB`, `is ${key} the right file?`);
    const bytes = await readFile(path);
    return { name: basename(path), sha256: createHash("sha256").update(bytes).digest("hex"), bytes };
  } catch (error) {
    if (error instanceof ClientError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new ClientError(
      "not-configured",
      `the jar ${path} cannot be read (${code})`,
      `correct ${key} in bigops.yaml`,
    );
  }
}
