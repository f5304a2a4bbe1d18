import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Disk } from "../../../../src/drivers/local/disk.ts";
import { textsBesideRun } from "../../../../src/drivers/local/real-world/kept-texts.ts";
import { realDisk } from "../../../../src/drivers/local/real-world/real-disk.ts";

/** A mark of the byte order is part of a text. */
const TEXT = "\u{FEFF}redis://anna:geheim@cache/ä";

describe("texts beside a run", () => {
  let run: string;
  beforeEach(async () => {
    run = await mkdtemp(join(tmpdir(), "bigops-kept-"));
  });
  afterEach(() => rm(run, { recursive: true, force: true }));
  const beside = () => textsBesideRun(realDisk, run);
  const file = (name: string) => join(run, "kept", name);

  test("are found again by their hash, also by another process of the run, and kept once", async () => {
    const hash = await beside().keep(TEXT);
    expect(await beside().keep(TEXT)).toBe(hash);
    expect(await beside().read(hash)).toBe(TEXT);
    expect((await readdir(join(run, "kept"))).toSorted()).toEqual([hash, "key"].toSorted());
  });

  test("that are there already are not cut before they are written once more: a crash would take them", async () => {
    const hash = await beside().keep(TEXT);
    const cut: string[] = [];
    const watched: Disk = {
      ...realDisk,
      openAppend: async (path) => {
        const opened = await realDisk.openAppend(path);
        return { ...opened, truncate: async (sizeBytes) => (cut.push(path), await opened.truncate(sizeBytes)) };
      },
    };
    expect(await textsBesideRun(watched, run).keep(TEXT)).toBe(hash);
    expect([cut, await beside().read(hash)]).toEqual([[], TEXT]);
  });

  test("are the owner's alone", async () => {
    const hash = await beside().keep(TEXT);
    const modes = await Promise.all([join(run, "kept"), file(hash), file("key")].map((path) => stat(path)));
    expect(modes.map(({ mode }) => (mode & 0o777).toString(8))).toEqual(["700", "600", "600"]);
  });

  test("have another hash in each run, so that nobody tells one from a list of guesses", async () => {
    const other = await mkdtemp(join(tmpdir(), "bigops-kept-"));
    expect(await textsBesideRun(realDisk, other).keep("1234")).not.toBe(await beside().keep("1234"));
    await rm(other, { recursive: true });
  });

  test("that are torn, changed or gone are not there, and neither is what was never kept", async () => {
    const hash = await beside().keep(TEXT);
    await truncate(file(hash), 5);
    expect(await beside().read(hash)).toBeNull();
    // A crash left half of it: it is written anew, not behind that.
    expect(await beside().keep(TEXT)).toBe(hash);
    expect(await readFile(file(hash), "utf8")).toBe(TEXT);
    await writeFile(file(hash), "something else");
    expect(await beside().read(hash)).toBeNull();
    await rm(file(hash));
    expect(await beside().read(hash)).toBeNull();
    expect(await beside().read("0".repeat(64))).toBeNull();
  });

  test("a hash is no path", async () => {
    await beside().keep(TEXT);
    await writeFile(join(run, "journal.jsonl"), "x");
    expect(await beside().read("../journal.jsonl")).toBeNull();
    expect(await beside().read("key")).toBeNull();
  });

  test("a key that is torn is made anew: what it hashed before is not told any more", async () => {
    const hash = await beside().keep(TEXT);
    await truncate(file("key"), 3);
    expect(await beside().read(hash)).toBeNull();
    const next = await beside().keep(TEXT);
    expect(next).not.toBe(hash);
    expect(await beside().read(next)).toBe(TEXT);
  });
});
