import { fileTrouble } from "../../clients/file-trouble.ts";
import { systemCode } from "../../clients/http/network-error.ts";
import { warn } from "./warn.ts";

/**
 * A stream that takes nothing more ends nothing: a run that holds a change goes on to its end, in its journal. Where stdout could not be written it is said
 * once, and the exit code is that of a report that could not be written; a reader that has seen enough (`| head`) or a dropped connection is no failure.
 */
export function outliveLostStreams(): void {
  let told = false;
  process.stdout.on("error", (error) => {
    if (told || process.stdout.isTTY || systemCode(error) === "EPIPE") return;
    told = true;
    process.once("exit", () => {
      if (process.exitCode !== 70) process.exitCode = 2;
    });
    warn(`cannot write the result to stdout: ${fileTrouble(error)}`);
  });
  // Nobody is left to be told.
  process.stderr.on("error", () => {});
}
