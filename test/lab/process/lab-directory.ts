import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { forget, reapFolder } from "./reaper.ts";

/** A server's own folder of data and logs, gone when it closes, also when we are killed. */
export type LabDirectory = { readonly path: string; readonly close: () => Promise<void> };

/** Makes one under the system's folder for temporary files, mode 0700. */
export async function labDirectory(name: string): Promise<LabDirectory> {
  const path = await mkdtemp(join(tmpdir(), `bigops-lab-${name}-`));
  reapFolder(path);
  return {
    path,
    close: async () => {
      await rm(path, { recursive: true, force: true, maxRetries: 3 });
      forget(path);
    },
  };
}
