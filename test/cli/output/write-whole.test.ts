import { execFileSync } from "node:child_process";
import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeWhole } from "../../../src/cli/output/write-whole.ts";

let folder: string;
const at = (name: string) => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bigops-whole-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a new file is its owner's alone, and takes the place of an older one", async () => {
  await writeWhole(at("run.jsonl"), "first\n");
  await writeWhole(at("run.jsonl"), "second\n");
  expect(readFileSync(at("run.jsonl"), "utf8")).toBe("second\n");
  expect(statSync(at("run.jsonl")).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(["run.jsonl"]);
});

test.each([true, false])("a link is followed and stays one, whether what it leads to is there: %s", async (isThere) => {
  if (isThere) writeFileSync(at("target"), "old");
  symlinkSync("target", at("link"));
  await writeWhole(at("link"), "new");
  expect(lstatSync(at("link")).isSymbolicLink()).toBe(true);
  expect(readFileSync(at("target"), "utf8")).toBe("new");
});

test("who reads from a pipe gets it, and the pipe stays one", async () => {
  execFileSync("mkfifo", [at("pipe")]);
  const [read] = await Promise.all([readFile(at("pipe"), "utf8"), writeWhole(at("pipe"), "told")]);
  expect(read).toBe("told");
  expect(lstatSync(at("pipe")).isFIFO()).toBe(true);
});

test.each([
  ["a folder", () => folder, /^cannot write \S+: it is a directory$/],
  [
    "a folder that is not there",
    () => at("nope/run.jsonl"),
    /^cannot write \S+nope\/run\.jsonl: there is no such file$/,
  ],
  ["no name", () => "", /^cannot write to a file without a name$/],
])("%s is told by the name that was given, and nothing is left", async (_, path, said) => {
  const before = readdirSync(".");
  await expect(writeWhole(path(), "x")).rejects.toMatchObject({ name: "UsageError", message: said });
  expect(readdirSync(folder)).toEqual([]);
  expect(readdirSync(".")).toEqual(before);
});
