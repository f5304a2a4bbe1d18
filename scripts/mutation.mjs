// Mutants of the core, of the judges and of the plans against the tests that mirror them: `npm run mutation`, or for a
// part `npm run mutation -- 'src/core/run/**/*.ts'` (several globs behind one another); with `--static` before them also
// what runs once while a module is loaded. Every mutant is in reports/mutation.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname } from "node:path";

const withStatic = process.argv[2] === "--static";
const globs = process.argv.slice(withStatic ? 3 : 2);
const started = performance.now();
const { status } = spawnSync(
  process.execPath,
  ["node_modules/@stryker-mutator/core/bin/stryker.js", "run", ...(globs.length > 0 ? ["--mutate", globs.join()] : [])],
  // The tests are TypeScript, in every process that Stryker starts.
  { stdio: "inherit", env: { ...process.env, NODE_OPTIONS: "--import tsx", MUTATE_STATIC: String(withStatic) } },
);

/** Counts of a folder's mutants by what became of them. */
function countByFolder(files) {
  const folders = new Map();
  for (const [path, { mutants }] of Object.entries(files)) {
    const counts = folders.get(dirname(path)) ?? {};
    for (const mutant of mutants) counts[mutant.status] = (counts[mutant.status] ?? 0) + 1;
    folders.set(dirname(path), counts);
  }
  return folders;
}

function row(title, { Killed = 0, Timeout = 0, Survived = 0, NoCoverage = 0, Ignored = 0 }) {
  const all = Killed + Timeout + Survived + NoCoverage;
  const share = all === 0 ? "" : `${((100 * (Killed + Timeout)) / all).toFixed(1)} %`;
  return `| ${[title, all, Killed, Timeout, Survived, NoCoverage, Ignored, share].join(" | ")} |`;
}

if (status === 0 || status === 1) {
  const report = JSON.parse(readFileSync("reports/mutation/mutation.json", "utf8"));
  const lines = [...countByFolder(report.files)].map(([folder, counts]) => row(folder, counts));
  process.stdout.write("| part | mutants | killed | timed out | survived | not covered | static | killed of all |\n");
  process.stdout.write(`|---|---|---|---|---|---|---|---|\n${lines.sort().join("\n")}\n`);
  process.stdout.write(`${((performance.now() - started) / 60_000).toFixed(1)} minutes\n`);
}
process.exitCode = status ?? 1;
