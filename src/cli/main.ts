import { join } from "node:path";
import { loadProgram } from "./start/load-program.ts";
import { readAuthoritiesAside } from "./start/read-authorities.ts";
import { version } from "./version.ts";

const [, , ...args] = process.argv;

// Answered before anything is loaded: scripts ask for it often.
if (args.length === 1 && (args[0] === "--version" || args[0] === "-V")) {
  process.stdout.write(`${version}\n`);
} else {
  readAuthoritiesAside(args);
  const { runProgram } = loadProgram(join(import.meta.dirname, "program.cjs"), args[0] ?? "");
  void runProgram(args).then((code) => {
    process.exitCode = code;
  });
}
