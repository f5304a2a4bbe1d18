import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { AppendFile, Disk } from "../disk.ts";

/** The computer's own file system. */
export const realDisk: Disk = {
  makeFolder: async (path) => {
    await makeFolders(path);
  },
  makeNewFolder: async (path) => {
    try {
      await mkdir(path, { mode: 0o700 });
      return true;
    } catch (error) {
      if (codeOf(error) === "EEXIST") return false;
      throw error;
    }
  },
  read: async (path) => await readFile(path).catch(nullWhenAbsent),
  list: async (path) => (await readdir(path).catch(nullWhenAbsent)) ?? [],
  openAppend,
  rewrite: async (path) => {
    const file = await open(path, "r+");
    try {
      // Never opened for appending: there, Linux takes no position.
      const bytes = await file.readFile();
      for (let done = 0; done < bytes.length;)
        done += (await file.write(bytes, done, bytes.length - done, done)).bytesWritten;
      await file.sync();
    } finally {
      await file.close();
    }
  },
  syncFolder: async (path) => {
    const folder = await open(path, "r");
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  },
  removeFolder: async (path) => {
    const doomed = join(dirname(path), `.removed-${basename(path)}`);
    await rm(doomed, { recursive: true, force: true });
    await rename(path, doomed);
    await rm(doomed, { recursive: true, force: true });
  },
};

async function openAppend(path: string): Promise<AppendFile> {
  const file = await open(path, "a", 0o600);
  return {
    sizeBytes: async () => (await file.stat()).size,
    append: async (bytes) => await file.appendFile(bytes),
    truncate: async (sizeBytes) => await file.truncate(sizeBytes),
    sync: async () => await file.sync(),
    close: async () => await file.close(),
  };
}

function nullWhenAbsent(error: unknown): null {
  if (codeOf(error) === "ENOENT") return null;
  throw error;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** As `mkdir -p`. Node's own recursion never ends where a file system refuses to make folders at all, such as /proc. */
async function makeFolders(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "EEXIST") return;
    if (code !== "ENOENT" || dirname(path) === path) throw error;
    await makeFolders(dirname(path));
    await mkdir(path, { mode: 0o700 }).catch((again: NodeJS.ErrnoException) => {
      if (again.code !== "EEXIST") throw again;
    });
  }
}
