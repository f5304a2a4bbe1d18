import { parseOutput, type Output } from "./outputs.ts";

/**
 * The reports that a command line asks for, as far as it can be read: also where the rest of it is wrong, so that whoever reads them learns of that. Two
 * formats on stdout are none: nobody could tell them apart.
 */
export function askedOutputs(args: readonly string[]): readonly Output[] {
  // Its output is the file that the run is written to.
  if (args[0] === "runs" && args.includes("export")) return [];
  const outputs = valuesOf(args).flatMap((text) => {
    const output = parseOutput(text);
    return typeof output === "string" ? [] : [output];
  });
  const files = outputs.filter(({ file }) => file !== null);
  const onStdout = outputs.filter(({ file }) => file === null);
  return onStdout.length > 1 ? files : [...files, ...onStdout];
}

function valuesOf(args: readonly string[]): readonly string[] {
  const end = args.indexOf("--");
  const own = end < 0 ? args : args.slice(0, end);
  return own.flatMap((arg, index) => {
    if (arg === "--output") return own[index + 1] ?? [];
    return arg.startsWith("--output=") ? arg.slice("--output=".length) : [];
  });
}
