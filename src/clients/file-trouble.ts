import { systemCode } from "./http/network-error.ts";

const WORDS: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "there is no such file"],
  ["EACCES", "permission denied"],
  ["EPERM", "permission denied"],
  ["EISDIR", "it is a directory"],
  ["ENOTDIR", "a part of that path is a file, not a directory"],
  ["EEXIST", "something else is there already"],
  ["EROFS", "the file system is read-only"],
  ["ENOSPC", "the disk is full"],
  ["EDQUOT", "the disk quota is used up"],
  ["ELOOP", "its symbolic links lead in a circle"],
  ["ENAMETOOLONG", "the name is too long"],
  ["EMFILE", "too many files are open"],
  ["EIO", "the disk fails"],
]);

/** Why a file or folder cannot be read or written, in words. */
export function fileTrouble(error: unknown): string {
  const code = systemCode(error);
  return WORDS.get(code) ?? (code === "" ? "it cannot be read" : `the system says ${code}`);
}

/** The path that the file system refused, of an error that came from there; null for every other error. */
export function refusedPath(error: unknown): string | null {
  if (!(error instanceof Error) || !WORDS.has(systemCode(error))) return null;
  return "path" in error && typeof error.path === "string" ? error.path : null;
}
