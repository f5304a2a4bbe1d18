import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A socket's address holds 104 bytes on macOS and 108 on Linux, its closing zero included. */
const MAX_SOCKET_PATH_BYTES = 103;

/**
 * Calls `use` with a path for the socket `name` in `folder` that fits into a socket's address. Where the real one does not fit, it leads through a
 * symbolic link in a folder of our own (0700, a name nobody can guess) that is there only meanwhile.
 */
export async function withShortSocketPath<T>(
  folder: string,
  name: string,
  use: (path: string) => Promise<T>,
): Promise<T> {
  const path = join(folder, name);
  if (Buffer.byteLength(path) <= MAX_SOCKET_PATH_BYTES) return await use(path);
  const detour = await mkdtemp(join(shortTemporaryFolder(name), "bigops-"));
  try {
    await symlink(folder, join(detour, "r"));
    return await use(join(detour, "r", name));
  } finally {
    await rm(detour, { recursive: true, force: true });
  }
}

function shortTemporaryFolder(name: string): string {
  const longest = join(tmpdir(), "bigops-XXXXXX", "r", name);
  return Buffer.byteLength(longest) <= MAX_SOCKET_PATH_BYTES ? tmpdir() : "/tmp";
}
