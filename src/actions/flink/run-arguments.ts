import { z } from "zod";

/** How the environment's jar is started; the same for all that starts it. */
export const runArguments = {
  job: z.string().min(1).describe("The job's name; * stands for any text"),
  entryClass: z.string().min(1).nullish().describe("The class with main, where the jar's manifest names none"),
  args: z.array(z.string()).default([]).describe("The program's arguments"),
};
