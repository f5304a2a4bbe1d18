import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { flink } from "../../provision/flink.ts";
import { classPath } from "../java.ts";

const source = fileURLToPath(new URL("jobs/ZiplineStreaming.java", import.meta.url));
const classes = (folder: string) => join(folder, "deployed-classes");

/** Compiles what `deployedJar` packs, once for a cluster; some 2 s. */
export async function compileDeployed(folder: string, labJar: string): Promise<void> {
  await mkdir(classes(folder), { recursive: true });
  const path = `${labJar}:${classPath(flink)}`;
  await execa("javac", ["-nowarn", "--release", "17", "-cp", path, "-d", classes(folder), source]);
}

/** The lab's job in a jar that needs no arguments and names its main class, as a team deploys one. Resolves with its path. */
export async function deployedJar(
  folder: string,
  labJar: string,
  name: string,
  args: readonly string[],
): Promise<string> {
  const own = join(folder, `deployed-${name}`);
  const jar = join(own, `${name}.jar`);
  await mkdir(own);
  await writeFile(join(own, "arguments.txt"), ["--name", name, ...args].join("\n"));
  await copyFile(labJar, jar);
  const contents = ["-C", classes(folder), ".", "-C", own, "arguments.txt"];
  await execa("jar", ["--update", "--file", jar, "--main-class", "ZiplineStreaming", ...contents]);
  return jar;
}
