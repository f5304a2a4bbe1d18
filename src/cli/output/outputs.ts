import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { didYouMean } from "../nearest-name.ts";
import { UsageError } from "../usage-error.ts";

const formats = ["text", "json", "events", "junit"] as const;
export type Format = (typeof formats)[number];

export interface Output {
  readonly format: Format;
  /** null: stdout. */
  readonly file: string | null;
}

/** The outputs as given, text on stdout where none is. Two formats on stdout would be mixed, and are refused. */
export function parseOutputs(given: readonly string[]): readonly Output[] {
  const outputs = given.map(parseOutput);
  if (outputs.filter((output) => output.file === null).length > 1)
    throw new UsageError(
      `two formats on stdout: ${given.join(", ")}`,
      "give all but one a file, e.g. --output json --output junit=report.xml",
    );
  return outputs.length === 0 ? [{ format: "text", file: null }] : outputs;
}

/** Whether anything but the screen goes to stdout; then the whole screen is on stderr. */
export function screenOnStderr(outputs: readonly Output[]): boolean {
  return outputs.some((output) => output.file === null && output.format !== "text");
}

function parseOutput(text: string): Output {
  const at = text.indexOf("=");
  const name = at < 0 ? text : text.slice(0, at);
  const file = at < 0 ? null : text.slice(at + 1);
  const format = formats.find((candidate) => candidate === name);
  if (format === undefined)
    throw new UsageError(
      `there is no output format "${name}".${didYouMean(name, formats)}`,
      `there are: ${formats.join(", ")}`,
    );
  if (file !== null && file !== "" && !existsSync(dirname(resolve(file))))
    throw new UsageError(
      `--output ${text}: there is no folder ${dirname(file)}`,
      "make it first; a report is written when the run is over",
    );
  if (file === "") throw new UsageError(`--output ${text} names no file`, `e.g. --output ${format}=report.${format}`);
  return { format, file };
}
