import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

/** Bundles a script once, so that many processes of it start quickly. */
export async function bundle(entry: string): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "bigops-bundle-"));
  const path = join(folder, "script.mjs");
  await build({
    entryPoints: [entry],
    outfile: path,
    bundle: true,
    platform: "node",
    format: "esm",
  });
  return { path, remove: async () => await rm(folder, { recursive: true }) };
}
