const WORDS: { readonly [code: string]: string } = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EROFS: "the file system is read-only",
  EACCES: "writing is not allowed",
  EPERM: "writing is not allowed",
};

/** Why a run is not recorded, for the operator: what was to be written, what came back, what to do. */
export function notRecordedBecause(path: string, error: unknown): string {
  const { code, message } =
    error instanceof Error ? (error as Error & { code?: unknown }) : { code: null, message: "" };
  const words = typeof code === "string" ? (WORDS[code] ?? message) : String(error);
  return `cannot record in ${path}: ${words}. Choose another folder with --state-dir`;
}
