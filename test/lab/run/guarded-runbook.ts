import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import type { Scene } from "./scene.ts";

const shipped = fileURLToPath(new URL("../../../runbooks/feature-store-down.yaml", import.meta.url));
const rollback = 'kubernetes.rollout-undo: { deployment: "{{ deployment }}" }\n    verify: [pods]\n';

/** The shipped runbook as a file of the user's own, whose rollback must not break the KV store's replica. Returns its path. */
export async function guardedRunbook({ home }: Scene): Promise<string> {
  const text = await readFile(shipped, "utf8");
  if (!text.includes(rollback)) throw new Error("the shipped runbook's rollback reads otherwise now");
  const path = join(home.cwd, "feature-store-down.yaml");
  await writeFile(path, text.replace(rollback, `${rollback}    guard: [kv-replica]\n`));
  return path;
}
