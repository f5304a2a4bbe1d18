// Bundles the program into dist/: split, so that a command loads only what it needs, and whole, so that an installed package needs no other.
import { build } from "esbuild";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";

const started = performance.now();
const outdir = process.argv[2] ?? "dist";
await rm(outdir, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: { main: "src/cli/main.ts", "sandbox-worker": "src/cli/sandbox/sandbox-worker.ts" },
  outdir,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  minify: true,
  metafile: true,
  chunkNames: "chunks/[name]-[hash]",
  legalComments: "none",
  // CommonJS dependencies inside an ESM bundle ask for require.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
  logLevel: "warning",
});
writeFileSync(join(outdir, "THIRD-PARTY-LICENSES.txt"), licences(Object.keys(metafile.inputs)));
process.stderr.write(`built ${outdir} in ${Math.round(performance.now() - started)} ms\n`);

/** The licences of every package that the bundle holds code of, as they ask for. */
function licences(inputs) {
  const packages = new Set(inputs.flatMap((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []));
  return [...packages]
    .toSorted((a, b) => a.localeCompare(b))
    .map(licence)
    .join(`\n${"-".repeat(80)}\n\n`);
}

function licence(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const files = existsSync(folder)
    ? readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file))
    : [];
  const texts = files.map((file) => readFileSync(join(folder, file), "utf8").trim());
  return [`${name} ${version} (${license})`, ...texts].join("\n\n") + "\n";
}
