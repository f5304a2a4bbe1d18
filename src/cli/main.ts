import { version } from "./version.ts";

const [, , ...args] = process.argv;

// Answered before anything is loaded: scripts ask for it often.
if (args.length === 1 && (args[0] === "--version" || args[0] === "-V")) {
  process.stdout.write(`${version}\n`);
} else {
  await import("./interpreted-schemas.ts");
  const { runProgram } = await import("./program.ts");
  process.exitCode = await runProgram(args);
}
