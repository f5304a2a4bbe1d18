import { readFile } from "node:fs/promises";
import * as z from "zod";
import { fileTrouble, refusedPath } from "../../clients/file-trouble.ts";
import { UsageError } from "../usage-error.ts";

const schema = z.strictObject({
  environment: z.string().nullable(),
  config: z.string().nullable(),
  context: z.string().nullable(),
  namespace: z.string().nullable(),
  kubeconfig: z.string().nullable(),
  cwd: z.string(),
  sandbox: z.strictObject({ fault: z.string(), seed: z.number(), startedAtMs: z.number() }).nullable(),
});

/** How a run's environment was reached, so that another process can reach it the same way. Names and paths only, no secret. */
export type Connection = z.infer<typeof schema>;

/** As kubectl: `--context "$UNSET"` is as if it were not given. */
export function unlessEmpty(told: string | undefined): string | null {
  return told === undefined || told === "" ? null : told;
}

const FILE = "connection.json";

/** The file of a run's folder that holds it: its name and text. */
export function connectionFile(connection: Connection): Readonly<Record<string, string>> {
  return { [FILE]: `${JSON.stringify(connection)}\n` };
}

export async function loadConnection(folder: string): Promise<Connection> {
  const path = `${folder}/${FILE}`;
  try {
    return schema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    throw new UsageError(
      `cannot tell how the run in ${folder} reached its environment: ${refusedPath(error) !== null ? `${path}: ${fileTrouble(error)}` : `${path} is damaged`}`,
      "start a new run of the same runbook",
    );
  }
}
