import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import type { Scene } from "./scene.ts";

const shipped = fileURLToPath(new URL("../../../runbooks/feature-store-down.yaml", import.meta.url));

/**
 * The shipped runbook as a file of the user's own, whose escalation is a matter of seconds, for the first step, and
 * hours for the second. Returns its path.
 */
export async function escalatingRunbook({ home }: Scene, afterSeconds: number): Promise<string> {
  const text = await readFile(shipped, "utf8");
  const sooner = text.replace("after: 10m", `after: ${afterSeconds}s`).replace("after: 30m", "after: 5h");
  if (!sooner.includes(`after: ${afterSeconds}s`) || !sooner.includes("after: 5h"))
    throw new Error("the shipped runbook no longer pages after 10m and 30m");
  const path = join(home.cwd, "feature-store-down.yaml");
  await writeFile(path, sooner);
  return path;
}
