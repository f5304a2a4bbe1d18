import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { flink } from "../../provision/flink.ts";
import { classPath } from "../java.ts";

const source = fileURLToPath(new URL("jobs/LabJob.java", import.meta.url));

/** The class with `main`. */
export const LAB_JOB = "LabJob";

/** Compiles the lab's own job into a jar; some 2 s. Resolves with the jar's path. */
export async function compileLabJob(folder: string): Promise<string> {
  const classes = join(folder, "classes");
  const jar = join(folder, "lab-job.jar");
  await mkdir(classes, { recursive: true });
  await execa("javac", ["-nowarn", "--release", "17", "-cp", classPath(flink), "-d", classes, source]);
  await execa("jar", ["cf", jar, "-C", classes, "."]);
  return jar;
}
