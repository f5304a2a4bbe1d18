import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { realDisk } from "../../../src/drivers/local/real-world/real-disk.ts";

test("a file that is put on disk once more stays the same file with the same bytes", async () => {
  const folder = await mkdtemp(join(tmpdir(), "bigops-disk-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "journal.jsonl");
  const file = await realDisk.openAppend(path);
  const bytes = Buffer.from("é\n".repeat(100_000));
  await file.append(bytes);
  const { ino } = await stat(path);
  await realDisk.rewrite(path);
  expect(Buffer.compare(await readFile(path), bytes)).toBe(0);
  expect((await stat(path)).ino).toBe(ino);
  // Who holds it open goes on in it, and whoever looks for a foreign write finds none.
  expect(await file.sizeBytes()).toBe(bytes.length);
  await file.close();
  await expect(realDisk.rewrite(join(folder, "none"))).rejects.toMatchObject({ code: "ENOENT" });
});
