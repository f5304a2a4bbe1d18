import { shellQuote } from "../../core/text/shell-quote.ts";

/** The command that finds a job's line by its name, in which * stands for any text. */
export function grepJob(job: string): string {
  const pattern = job.replaceAll("*", ".*");
  return `grep ${pattern.startsWith("-") ? "-e " : ""}${shellQuote(pattern)}`;
}
