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
