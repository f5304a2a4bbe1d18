import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * The commands are tested as they are installed: a copy of what is published, built once, in a folder without dependencies. So the bundle is proved
 * to hold all that it needs, and nobody's build comes between.
 */
export function setup({ provide }: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "bigops-installed-"));
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { files: string[] };
  for (const name of ["package.json", ...manifest.files.filter((file) => file !== "dist")])
    if (existsSync(join(root, name))) cpSync(join(root, name), join(folder, name), { recursive: true });
  execFileSync(process.execPath, ["scripts/build.mjs", join(folder, "dist")], { cwd: root, stdio: "inherit" });
  provide("bigops", join(folder, "bin", "bigops.js"));
  return () => rmSync(folder, { recursive: true, force: true });
}
