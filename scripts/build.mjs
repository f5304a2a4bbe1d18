// Bundles the program into dist/: whole, so that an installed package needs no other.
import { spawnSync } from "node:child_process";
import { build } from "esbuild";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import stringWidth from "string-width";

const started = performance.now();
const target = process.argv[2] ?? "dist";
// Made beside it and put in its place when it is whole: who runs the program meanwhile runs the one before.
const outdir = `${target}.new-${process.pid}`;
process.on("exit", () => rmSync(outdir, { recursive: true, force: true }));
/** zod's words in fifty languages, of which the program speaks one. */
const oneLanguage = {
  name: "one-language",
  setup({ onResolve }) {
    onResolve({ filter: /\/locales\/index\.js$/ }, ({ importer, path, resolveDir }) =>
      /\/zod\//.test(importer) ? { path: join(resolveDir, path, "..", "en.js") } : undefined,
    );
  },
};
/** The core hashes in JavaScript, as it may not know Node; here Node is. */
const nativeHash = {
  name: "native-hash",
  setup({ onResolve }) {
    onResolve({ filter: /\/sha256\.ts$/ }, () => ({ path: resolve("src/cli/native-sha256.ts") }));
  },
};
/**
 * What a terminal shows of plain text needs no look at graphemes, and Node takes twenty milliseconds to get ready for that look: it is made ready when a
 * text needs it. string-width 9 measures plain ASCII so itself, but wants Node 22.
 */
const plainWidth = {
  name: "plain-width",
  setup({ onLoad }) {
    onLoad({ filter: /string-width\/index\.js$/ }, ({ path }) =>
      // Others have a string-width of their own.
      path === resolve("node_modules/string-width/index.js")
        ? { contents: plainFirst(readFileSync(path, "utf8")) }
        : undefined,
    );
  },
};
const shared = {
  plugins: [oneLanguage, nativeHash, plainWidth],
  outdir,
  bundle: true,
  platform: "node",
  target: "node20.19",
  minify: true,
  metafile: true,
  legalComments: "none",
  logLevel: "warning",
};
// CommonJS dependencies inside an ESM bundle ask for require.
const requireInModule = {
  js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
};
const bundles = await Promise.all([
  // The sandbox's thread.
  build({
    ...shared,
    entryPoints: { "sandbox-worker": "src/cli/sandbox/sandbox-worker.ts" },
    format: "esm",
    banner: requireInModule,
  }),
  // The start, which is next to nothing, and the program, one script: only of a script can the compiled code be kept under Node 20, and Node's modules
  // alone would cost it twenty milliseconds. What a command does not need stays unevaluated in it.
  build({
    ...shared,
    entryPoints: { main: "src/cli/main.ts", program: "src/cli/bundled-program.ts" },
    outExtension: { ".js": ".cjs" },
    format: "cjs",
    supported: { "dynamic-import": false },
    define: { "import.meta.url": "__url", "import.meta.dirname": "__dirname" },
    banner: { js: 'const __url=require("node:url").pathToFileURL(__filename).href;' },
  }),
]);
// The shipped runbooks are understood once, now, by the program's own code.
const compiler = join(outdir, "compile-runbooks.mjs");
await build({
  ...shared,
  entryPoints: { "compile-runbooks": "scripts/compile-runbooks.ts" },
  outExtension: { ".js": ".mjs" },
  format: "esm",
  banner: requireInModule,
});
const compiled = spawnSync(process.execPath, [compiler, "runbooks", join(outdir, "runbooks")], { stdio: "inherit" });
await rm(compiler);
if (compiled.status !== 0) process.exit(1);

// Plain ASCII is read fastest. What esbuild leaves as it is are regular expressions, which know this escape as strings do.
const program = join(outdir, "program.cjs");
const escaped = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
writeFileSync(program, readFileSync(program, "utf8").replaceAll(/[^\0-\x7f]/g, escaped));
const inputs = new Set(bundles.flatMap(({ metafile }) => Object.keys(metafile.inputs)));
// The jar of the sandbox's streaming job: an archive of nothing, as nothing of it is ever run.
writeFileSync(join(outdir, "zipline-streaming.jar"), Buffer.from(`PK\x05\x06${"\0".repeat(18)}`, "latin1"));
writeFileSync(join(outdir, "THIRD-PARTY-LICENSES.txt"), licences([...inputs]));
await rm(target, { recursive: true, force: true });
await rename(outdir, target);
process.stderr.write(`built ${target} in ${Math.round(performance.now() - started)} ms\n`);

/** string-width's own source, with a short way for ASCII and the marks of our screens, each of which it finds one column wide. */
function plainFirst(source) {
  const marks = "•✓✗→…·—–×≤≥";
  const wide = marks.split("").filter((mark) => stringWidth(mark) !== 1);
  if (wide.length > 0) throw new Error(`not one column wide: ${wide.join(" ")}`);
  const replaced = [
    ["const segmenter = new Intl.Segmenter();", "let segmenter;"],
    ["of segmenter.segment(string)", "of (segmenter ??= new Intl.Segmenter()).segment(string)"],
    ["let width = 0;", `if (/^[\\x20-\\x7e${marks}]*$/.test(string)) return string.length;\n\tlet width = 0;`],
  ];
  return replaced.reduce((text, [from, to]) => {
    if (text.split(from).length !== 2)
      throw new Error(`string-width has changed; its source does not say once: ${from}`);
    return text.replace(from, to);
  }, source);
}

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
