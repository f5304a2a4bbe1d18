import { randomBytes } from "node:crypto";
import { lstat, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { fileTrouble } from "../../clients/file-trouble.ts";
import { systemCode } from "../../clients/http/network-error.ts";
import { UsageError } from "../usage-error.ts";

const NEXT = "name a file in a folder that is there and that you may write to";

/**
 * Writes a file that only its owner may read, under another name first, so that whoever finds it finds all of it. A link is followed; what is no file, as
 * a device or a pipe, is written to and stays what it is. UsageError: it cannot be written.
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  if (path === "") throw new UsageError("cannot write to a file without a name", NEXT);
  try {
    const place = await placeOf(path);
    if (place.isFile) await replace(place.path, text);
    else await writeFile(place.path, text, { mode: 0o600 });
  } catch (error) {
    throw new UsageError(`cannot write ${path}: ${fileTrouble(error)}`, NEXT);
  }
}

/** Where the path leads, and whether what is there, or will be, is a file. */
async function placeOf(path: string): Promise<{ readonly path: string; readonly isFile: boolean }> {
  try {
    const real = await realpath(path);
    return { path: real, isFile: (await stat(real)).isFile() };
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw error;
    // A link that leads nowhere yet makes what it leads to.
    return { path, isFile: await isNothing(path) };
  }
}

async function isNothing(path: string): Promise<boolean> {
  return await lstat(path).then(
    () => false,
    () => true,
  );
}

async function replace(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomBytes(4).toString("hex")}`;
  try {
    await writeFile(draft, text, { mode: 0o600, flag: "wx" });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
}
