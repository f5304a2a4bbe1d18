import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { mutants } from "./mutants.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Runs one test with one mutant in the sources; resolves with its exit code and what it printed. */
function runWith(mutant: string | null, file: string, name: string): Promise<{ code: number | null; output: string }> {
  const env = { ...process.env, ...(mutant === null ? {} : { BIGOPS_MUTANT: mutant }) };
  const args = [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--project",
    "unit",
    file,
    "-t",
    name,
    "--reporter",
    "verbose",
  ];
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, output })));
}

test.each(mutants)("$promise: $name turns its test red", async ({ name, testFile, test: testName }) => {
  const { code, output } = await runWith(name, testFile, testName);
  expect(output).toContain(testName);
  expect(output).toMatch(/AssertionError|Property failed|expected/);
  expect(code).toBe(1);
});

test("each promise of the design has its breach", () => {
  const promises = new Set(mutants.map((mutant) => mutant.promise));
  expect([...promises].toSorted()).toEqual(["fast", "no harm", "nothing lost", "pleasant", "truth"]);
});
