import * as z from "zod";

/** How the environment's jar is started; the same for all that starts it. */
export const runArguments = {
  job: z.string().min(1).describe("The job's name; * stands for any text"),
  entryClass: z.string().min(1).nullish().describe("The class with main, where the jar's manifest names none"),
  args: z
    .union([z.array(z.string()), z.string().transform((text) => text.split(/\s+/).filter((word) => word !== ""))])
    .prefault([])
    .describe("The program's arguments: a list, or a text that is split at its spaces"),
};

/** Flink's REST API tells neither of them of a job: what is not given here is lost with the job that had it. */
export function argumentWarning(args: readonly string[]): string {
  const given = args.length === 0 ? "no program arguments" : `the program arguments ${args.join(" ")}`;
  return `it gets ${given}; those of the job before cannot be asked of Flink, and a restart strategy of its own is not carried over`;
}
