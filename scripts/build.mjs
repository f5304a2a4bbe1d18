// Bundles the program into dist/: split, so that a command loads only what it needs.
import { build } from "esbuild";
import { rm } from "node:fs/promises";

const started = performance.now();
const outdir = process.argv[2] ?? "dist";
await rm(outdir, { recursive: true, force: true });
await build({
  entryPoints: { main: "src/cli/main.ts" },
  outdir,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  minify: true,
  sourcemap: false,
  chunkNames: "chunks/[name]-[hash]",
  legalComments: "none",
  // CommonJS dependencies inside an ESM bundle ask for require.
  banner: { js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);' },
  logLevel: "warning",
});
process.stderr.write(`built ${outdir} in ${Math.round(performance.now() - started)} ms\n`);
