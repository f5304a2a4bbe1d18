const WORDS: { readonly [code: string]: string } = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EROFS: "the file system is read-only",
  EACCES: "writing is not allowed",
  EPERM: "writing is not allowed",
  ENOENT: "the folder cannot be made there",
  ENOTDIR: "a part of that path is a file, not a folder",
  EEXIST: "a part of that path is a file, not a folder",
  ENAMETOOLONG: "the path is too long",
  ELOOP: "its symbolic links lead in a circle",
  EIO: "the disk fails",
  EMFILE: "too many files are open",
};

/** Why a run is not recorded, for the operator: what was to be written, what came back, what to do. */
export function notRecordedBecause(path: string, error: unknown): string {
  const { code, message } =
    error instanceof Error ? (error as Error & { code?: unknown }) : { code: null, message: "" };
  const words = typeof code === "string" ? (WORDS[code] ?? message) : String(error);
  return `cannot record in ${path}: ${words}. Choose another folder with --state-dir`;
}
