import { fileURLToPath } from "node:url";
import { version } from "./version.ts";

const [, , ...args] = process.argv;

// Answered before anything is loaded: scripts ask for it often.
if (args.length === 1 && (args[0] === "--version" || args[0] === "-V")) {
  process.stdout.write(`${version}\n`);
} else {
  const { loadProgram } = await import("./start/load-program.ts");
  const { runProgram } = loadProgram(fileURLToPath(new URL("program.cjs", import.meta.url)), args[0] ?? "");
  process.exitCode = await runProgram(args);
}
