import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Runs `work` while this process alone holds the lock file of `folder`. It saves the machine from
 * building everything twice; correctness rests on the rename that ends each step.
 *
 * @param onWait called once, with the other process's id, when somebody else holds the lock.
 */
export async function whileLocked<T>(
  folder: string,
  onWait: (holderPid: number) => void,
  work: () => Promise<T>,
): Promise<T> {
  const lockPath = join(folder, "provisioning.lock");
  const mine = `${lockPath}.${process.pid}`;
  await writeFile(mine, String(process.pid));
  let told = false;
  try {
    // A link carries the content with it: nobody ever reads an empty lock.
    while (!(await linked(mine, lockPath))) {
      const holder = Number(await readFile(lockPath, "utf8").catch(() => ""));
      if (holder > 0 && !isAlive(holder)) {
        // Of several that see the dead holder, one renames; the others find nothing to rename.
        await rename(lockPath, `${mine}.stale`).catch(() => undefined);
        await rm(`${mine}.stale`, { force: true });
        continue;
      }
      if (!told && holder > 0) onWait(holder);
      told ||= holder > 0;
      await sleep(500);
    }
  } catch (error) {
    await rm(mine, { force: true });
    throw error;
  }
  try {
    return await work();
  } finally {
    await rm(lockPath, { force: true });
    await rm(mine, { force: true });
  }
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
