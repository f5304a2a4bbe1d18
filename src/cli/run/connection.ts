import { chmod, readFile, writeFile } from "node:fs/promises";
import { z } from "zod";
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

export async function saveConnection(folder: string, connection: Connection): Promise<void> {
  const path = `${folder}/connection.json`;
  await writeFile(path, `${JSON.stringify(connection)}\n`, { mode: 0o600 });
  await chmod(path, 0o600);
}

export async function loadConnection(folder: string): Promise<Connection> {
  const path = `${folder}/connection.json`;
  try {
    return schema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    throw new UsageError(
      `cannot tell how the run in ${folder} reached its environment: ${error instanceof Error ? error.message : String(error)}`,
      "start a new run of the same runbook",
    );
  }
}
