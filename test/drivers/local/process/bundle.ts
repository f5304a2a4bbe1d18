import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

/** Bundles a script once, so that many processes of it start quickly. Lies beside it, so that bare imports are found. */
export async function bundle(entry: string): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(import.meta.dirname, ".bundle-"));
  const path = join(folder, "script.mjs");
  await build({
    entryPoints: [entry],
    outfile: path,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
  return { path, remove: async () => await rm(folder, { recursive: true }) };
}
