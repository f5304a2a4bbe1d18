import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Script } from "node:vm";
import envPaths from "env-paths";
import type * as program from "../program.ts";
import { type CodeCache, noteUse, readCode, writeCode } from "./code-cache.ts";

/** Compiled code that is larger by less holds nothing new that is worth a write. */
const WORTH_A_WRITE = 1.02;

/**
 * Loads the bundled program. Most of a short command's time would go into compiling it, and Node 20 keeps no compiled code: so it is kept here, in the
 * user's cache folder, one file for each command, since a command needs its own part. `NODE_DISABLE_COMPILE_CACHE` turns it off, as it does Node's own.
 */
export function loadProgram(file: string, command: string): typeof program {
  const cache = process.env["NODE_DISABLE_COMPILE_CACHE"] === undefined ? cacheOf(file, command) : null;
  const cachedData = cache === null ? undefined : readCode(cache);
  // The bundle is plain ASCII, which is read fastest so.
  const source = `(function(module,exports,require,__filename,__dirname){${readFileSync(file, "latin1")}\n})`;
  const script = new Script(source, { filename: file, ...(cachedData !== undefined && { cachedData }) });
  const loaded = { exports: {} };
  const body = script.runInThisContext() as (...scope: readonly unknown[]) => void;
  body(loaded, loaded.exports, createRequire(file), file, dirname(file));
  if (cache !== null) keepWhatWasCompiled(cache, script, script.cachedDataRejected === true ? undefined : cachedData);
  return loaded.exports as typeof program;
}

/**
 * Kept is what a process came to call: one that only found a slip in the command line, or asked Kafka alone, leaves the rest to be compiled. Looking at it
 * takes 30 ms, so it is done at the 2nd, 4th, 8th, … use.
 */
function keepWhatWasCompiled(cache: CodeCache, script: Script, kept: Buffer | undefined): void {
  const uses = kept === undefined ? 0 : noteUse(cache);
  if ((uses & (uses - 1)) !== 0) return;
  process.once("exit", () => {
    const code = script.createCachedData();
    if (kept === undefined || code.length > kept.length * WORTH_A_WRITE) writeCode(cache, code);
  });
}

const COMMANDS = new Set(["run", "resume", "undo", "drill", "runs", "show", "list", "validate", "explain"]);

function cacheOf(file: string, command: string): CodeCache {
  const { size, mtimeMs } = statSync(file);
  const name = COMMANDS.has(command) ? command : "other";
  return {
    file: join(envPaths("bigops", { suffix: "" }).cache, `${name}.code`),
    key: [process.version, process.arch, process.versions.v8, size, mtimeMs].join(" "),
  };
}
