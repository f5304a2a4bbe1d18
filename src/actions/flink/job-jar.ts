import type { Thing } from "../../core/preflight/thing.ts";
import type { ActionContext } from "../action.ts";
import type { FlinkClient, FlinkJar, LocalJar } from "../../clients/flink-client.ts";

const HASH_DIGITS = 12;

/** The name under which a jar is uploaded: it carries the content's hash, so that the same content is found again whoever uploaded it. */
export function jarName({ name, sha256 }: Pick<LocalJar, "name" | "sha256">): string {
  const stem = name.replace(/\.jar$/i, "").replace(/[^\w.-]+/g, "-") || "job";
  return `${stem}-${sha256.slice(0, HASH_DIGITS)}.jar`;
}

/** The newest of that name; null where there is none. */
export async function uploadedJar(flink: FlinkClient, name: string, signal: AbortSignal): Promise<FlinkJar | null> {
  const jars = (await flink.jars(signal)).filter((jar) => jar.name === name);
  return jars.sort((a, b) => b.uploadedAtMs - a.uploadedAtMs)[0] ?? null;
}

/** What a job is started from, as its environment names it. Rejects with ClientError where it cannot be read. */
export async function localJarThing({ doors }: Pick<ActionContext, "doors">): Promise<Thing> {
  const { name } = await (await doors.flink()).localJar();
  return { what: `jar ${name}`, there: true, hint: "" };
}
