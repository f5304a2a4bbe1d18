import { accessSync, constants, type Stats, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileTrouble } from "../../clients/file-trouble.ts";
import { systemCode } from "../../clients/http/network-error.ts";
import { didYouMean } from "../nearest-name.ts";
import { UsageError } from "../usage-error.ts";

const formats = ["text", "json", "events", "junit"] as const;
export type Format = (typeof formats)[number];

export interface Output {
  readonly format: Format;
  /** null: stdout. */
  readonly file: string | null;
}

/**
 * The outputs as given, text on stdout where none is. Two formats on stdout, or in one file, would be mixed, and are refused; so is a file that cannot be
 * written: it would be noticed when the run is over.
 */
export function parseOutputs(given: readonly string[]): readonly Output[] {
  const outputs = given.map((text) => {
    const output = parseOutput(text);
    if (typeof output === "string") throw noFormat(text, output);
    if (output.file !== null) refuseUnwritable(text, output.file);
    return output;
  });
  if (outputs.filter((output) => output.file === null).length > 1)
    throw new UsageError(
      `two formats on stdout: ${given.join(", ")}`,
      "give all but one a file, e.g. --output json --output junit=report.xml",
    );
  const files = outputs.flatMap(({ file }) => (file === null ? [] : [resolve(file)]));
  const twice = files.find((file, index) => files.indexOf(file) < index);
  if (twice !== undefined)
    throw new UsageError(`two formats in one file: ${given.join(", ")}`, `give each a file of its own, not ${twice}`);
  return outputs.length === 0 ? [{ format: "text", file: null }] : outputs;
}

/** Whether anything but the screen goes to stdout; then the whole screen is on stderr. */
export function screenOnStderr(outputs: readonly Output[]): boolean {
  return outputs.some((output) => output.file === null && output.format !== "text");
}

/** FORMAT or FORMAT=FILE; of what is no format that there is, what stands in its place. */
export function parseOutput(text: string): Output | string {
  const at = text.indexOf("=");
  const name = at < 0 ? text : text.slice(0, at);
  const file = at < 0 ? null : text.slice(at + 1);
  const format = formats.find((candidate) => candidate === name);
  return format === undefined || file === "" ? name : { format, file };
}

function noFormat(text: string, name: string): UsageError {
  if (formats.some((format) => format === name))
    return new UsageError(`--output ${text} names no file`, `e.g. --output ${name}=report.${name}`);
  return new UsageError(
    `there is no output format "${name}".${didYouMean(name, formats)}`,
    `there are: ${formats.join(", ")}`,
  );
}

function refuseUnwritable(text: string, file: string): void {
  const folder = dirname(resolve(file));
  const later = "a report is written when the run is over";
  if (there(folder)?.isDirectory() !== true)
    throw new UsageError(`--output ${text}: there is no folder ${dirname(file)}`, `make it first; ${later}`);
  try {
    const found = there(file);
    if (found?.isDirectory() === true)
      throw new UsageError(`--output ${text}: ${file} is a folder`, `name a file, e.g. ${join(file, "report")}`);
    accessSync(found === null ? folder : file, constants.W_OK);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `--output ${text}: ${file} cannot be written: ${fileTrouble(error)}`,
      `choose another file; ${later}`,
    );
  }
}

/** null: nothing is there. */
function there(path: string): Stats | null {
  try {
    return statSync(path);
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(systemCode(error))) return null;
    throw error;
  }
}
