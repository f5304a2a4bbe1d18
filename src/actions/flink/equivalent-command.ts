import { shellQuote } from "../../core/text/shell-quote.ts";

interface RunCommand {
  readonly entryClass: string | null;
  readonly parallelism: number | null;
  /** A path, or a placeholder in angle brackets. */
  readonly from: string | null;
  readonly jar: string;
  readonly args: readonly string[];
  readonly configuration: Readonly<Record<string, string>>;
}

/** The command that a person would have typed. */
export function flinkRun({ entryClass, parallelism, from, jar, args, configuration }: RunCommand): string {
  return [
    "flink run -d",
    ...(entryClass === null ? [] : [`-c ${shellQuote(entryClass)}`]),
    ...(parallelism === null ? [] : [`-p ${parallelism}`]),
    ...(from === null ? [] : [`-s ${from.startsWith("<") ? from : shellQuote(from)}`]),
    ...Object.entries(configuration).map(([key, value]) => `-D${shellQuote(key)}=${shellQuote(value)}`),
    ...[jar, ...args].map((word) => shellQuote(word)),
  ].join(" ");
}

export function flinkCancel(jobId: string): string {
  return `flink cancel ${shellQuote(jobId)}`;
}

export function flinkStop(jobId: string): string {
  return `flink stop ${shellQuote(jobId)}`;
}
