import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RunEvent } from "../../../../src/core/run/event.ts";
import { JournalError } from "../../../../src/drivers/local/journal/journal-error.ts";
import { JOURNAL_FORMAT } from "../../../../src/drivers/local/journal/journal-line.ts";
import { continueJournal } from "../../../../src/drivers/local/journal/journal-writer.ts";
import { type JournalContents, readJournal } from "../../../../src/drivers/local/journal/read-journal.ts";
import { SAMPLE_EVENTS } from "../sample-events.ts";
import { fileOf, SimDisk } from "../simulation/sim-disk.ts";

const PATH = "/state/runs/fsd-7k2m/journal.jsonl";

async function write(
  events: readonly RunEvent[],
  disk = new SimDisk(),
  before: JournalContents | null = null,
): Promise<SimDisk> {
  const writer = await continueJournal(disk, "/state/runs/fsd-7k2m", PATH, "fsd-7k2m", before);
  for (const event of events) await writer.append(event);
  await writer.sync();
  return disk;
}

const bytesOf = (disk: SimDisk): Uint8Array => disk.files.get(PATH)?.content ?? new Uint8Array();
const textOf = (disk: SimDisk): string => new TextDecoder().decode(bytesOf(disk));

/** Reads, and says "refused" for damage; any other error is one of the test. */
function readOrRefused(bytes: Uint8Array): JournalContents | "refused" {
  try {
    return readJournal(bytes, PATH);
  } catch (error) {
    if (error instanceof JournalError) return "refused";
    throw error;
  }
}

describe("a journal", () => {
  test("gives back what was written", async () => {
    const contents = readJournal(bytesOf(await write(SAMPLE_EVENTS)), PATH);
    expect(contents.events).toEqual(SAMPLE_EVENTS);
    expect(contents.run).toBe("fsd-7k2m");
    expect(contents.torn).toBeNull();
  });

  test("says its format first, and chains each line to the one before by SHA-256", async () => {
    const lines = textOf(await write(SAMPLE_EVENTS))
      .split("\n")
      .slice(0, -1);
    const parsed = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(parsed[0]?.["format"]).toBe(JOURNAL_FORMAT);
    lines.forEach((line, index) => {
      const body = line.slice(0, line.lastIndexOf(',"hash":'));
      expect(parsed[index]?.["hash"]).toBe(createHash("sha256").update(body).digest("hex"));
      expect(parsed[index]?.["seq"]).toBe(index);
      expect(parsed[index]?.["prev"] ?? null).toBe(parsed[index - 1]?.["hash"] ?? null);
    });
  });

  test("cut anywhere is read as its whole lines, and says what was torn", async () => {
    const bytes = bytesOf(await write(SAMPLE_EVENTS));
    for (let length = 0; length <= bytes.length; length++) {
      const contents = readJournal(bytes.subarray(0, length), PATH);
      const lines = bytes.subarray(0, length).filter((byte) => byte === 10).length + (contents.lacksNewline ? 1 : 0);
      expect(contents.events).toEqual(SAMPLE_EVENTS.slice(0, Math.max(0, lines - 1)));
      expect(contents.torn !== null).toBe(length > 0 && bytes[length - 1] !== 10 && !contents.lacksNewline);
    }
  });

  test("with zeros to its end, as a power failure leaves what was not synced, is read as the whole lines before them", async () => {
    const bytes = bytesOf(await write(SAMPLE_EVENTS));
    const ends = [...bytes.keys()].filter((at) => bytes[at] === 10).map((at) => at + 1);
    for (const zeros of [2, 300, 5_000, 3_000_000])
      for (const [line, end] of [0, ...ends].entries())
        // Between two lines, in the middle of one, and right before a newline: there the line is whole, and counts.
        for (const more of [0, 7, (ends[line] ?? end) - end - 1]) {
          if (more !== 0 && ends[line] === undefined) continue;
          const left = new Uint8Array(end + more + zeros);
          left.set(bytes.subarray(0, end + more));
          const whole = more > 7 ? 1 : 0;
          const contents = readJournal(left, PATH);
          expect(contents.events).toEqual(SAMPLE_EVENTS.slice(0, Math.max(0, line + whole - 1)));
          expect([contents.wholeBytes, contents.lacksNewline]).toEqual([end + whole * more, whole === 1]);
          expect(contents.torn).toEqual({ line: line + whole + 1, bytes: left.length - end - whole * more });
        }
  });

  test("with zeros behind a line that lacks its newline can be gone on with, and loses nothing", async () => {
    const bytes = bytesOf(await write(SAMPLE_EVENTS));
    const left = new Uint8Array(bytes.length + 300);
    left.set(bytes.subarray(0, -1));
    const disk = new SimDisk();
    disk.files.set(PATH, fileOf(left));
    await write(SAMPLE_EVENTS.slice(0, 2), disk, readJournal(left, PATH));
    expect(readJournal(bytesOf(disk), PATH)).toMatchObject({
      events: [...SAMPLE_EVENTS, ...SAMPLE_EVENTS.slice(0, 2)],
      torn: null,
    });
  });

  test("with zeros before other lines is damaged", async () => {
    const bytes = bytesOf(await write(SAMPLE_EVENTS)).slice();
    bytes.fill(0, 10, 40);
    expect(readOrRefused(bytes)).toBe("refused");
  });

  test("cut anywhere can be gone on with", async () => {
    const bytes = bytesOf(await write(SAMPLE_EVENTS));
    for (let length = 0; length <= bytes.length; length += 7) {
      const disk = new SimDisk();
      disk.files.set(PATH, fileOf(bytes.slice(0, length)));
      const before = readJournal(bytesOf(disk), PATH);
      await write(SAMPLE_EVENTS.slice(0, 2), disk, before);
      expect(readJournal(bytesOf(disk), PATH).events).toEqual([...before.events, ...SAMPLE_EVENTS.slice(0, 2)]);
    }
  });

  test("refuses any byte changed after it was written", async () => {
    const bytes = bytesOf(await write(SAMPLE_EVENTS));
    for (let at = 0; at < bytes.length; at++) {
      for (const flip of [1, 32, 128]) {
        const changed = bytes.slice();
        changed[at] = (changed[at] ?? 0) ^ flip;
        expect(readOrRefused(changed), `byte ${at} ^ ${flip}`).toBe("refused");
      }
    }
  });

  test("refuses lines that were removed, doubled or exchanged", async () => {
    const lines = textOf(await write(SAMPLE_EVENTS))
      .split("\n")
      .slice(0, -1);
    const order = fc.array(fc.nat({ max: lines.length - 1 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(order, (picked) => {
        const text = picked.map((index) => `${lines[index]}\n`).join("");
        const contents = readOrRefused(new TextEncoder().encode(text));
        const inOrder = picked.every((line, index) => line === index);
        expect(contents === "refused").toBe(!inOrder);
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  test("without its newlines is damaged, not one torn line", async () => {
    const text = textOf(await write(SAMPLE_EVENTS)).replaceAll("\n", " ");
    expect(readOrRefused(new TextEncoder().encode(text))).toBe("refused");
  });

  test("refuses a line of another journal in its place", async () => {
    const here = textOf(await write(SAMPLE_EVENTS)).split("\n");
    const there = textOf(await write([...SAMPLE_EVENTS].reverse())).split("\n");
    const mixed = [...here.slice(0, 3), ...there.slice(3)].join("\n");
    expect(() => readJournal(new TextEncoder().encode(mixed), PATH)).toThrow(
      "line 4 (sequence 3) is damaged, it does not follow",
    );
  });

  test("says where the damage is", async () => {
    const text = textOf(await write(SAMPLE_EVENTS)).replace('"jumpedMs":0', '"jumpedMs":9');
    expect(() => readJournal(new TextEncoder().encode(text), PATH)).toThrow(
      `cannot read the journal ${PATH}: line 3 (sequence 2) is damaged, its text does not match its hash`,
    );
  });

  test("of another version is refused as such", async () => {
    const text = textOf(await write([])).replace(JOURNAL_FORMAT, "bigops.journal/999");
    expect(() => readJournal(new TextEncoder().encode(text), PATH)).toThrow(
      `it is written as bigops.journal/999, this bigops reads ${JOURNAL_FORMAT}`,
    );
  });

  test("refuses an event that is too large, names it, and goes on", async () => {
    const disk = new SimDisk();
    const writer = await continueJournal(disk, "/", PATH, "fsd-7k2m", null);
    const large: RunEvent = {
      type: "plan-failed",
      atMs: 1,
      proposal: "p",
      stage: "propose",
      recheck: 0,
      reason: "x".repeat(1_000_000),
    };
    await expect(writer.append(large)).rejects.toThrow("cannot record the event plan-failed");
    await writer.append({ type: "woke", atMs: 2, jumpedMs: 0 });
    expect(readJournal(bytesOf(disk), PATH).events).toHaveLength(1);
  });

  test("notices that somebody else wrote into it", async () => {
    const disk = new SimDisk();
    const one = await continueJournal(disk, "/", PATH, "fsd-7k2m", null);
    const other = await continueJournal(disk, "/", PATH, "fsd-7k2m", readJournal(bytesOf(disk), PATH));
    await other.append({ type: "woke", atMs: 1, jumpedMs: 0 });
    await expect(one.append({ type: "woke", atMs: 2, jumpedMs: 0 })).rejects.toThrow("Somebody else wrote into it");
  });

  test("on a disk that fills up keeps its whole lines", async () => {
    const disk = new SimDisk();
    const writer = await continueJournal(disk, "/", PATH, "fsd-7k2m", null);
    await writer.append({ type: "woke", atMs: 1, jumpedMs: 0 });
    disk.fate = () => "full";
    await expect(writer.append({ type: "woke", atMs: 2, jumpedMs: 0 })).rejects.toThrow("ENOSPC");
    expect(readJournal(bytesOf(disk), PATH).events).toHaveLength(1);
  });

  test("loses nothing that was synced when the power fails, however much else was written", async () => {
    const disk = await write(SAMPLE_EVENTS.slice(0, 2));
    const writer = await continueJournal(disk, "/", PATH, "fsd-7k2m", readJournal(bytesOf(disk), PATH));
    await writer.append(SAMPLE_EVENTS[2] ?? { type: "woke", atMs: 0, jumpedMs: 0 });
    for (let extraBytes = 0; extraBytes < 400; extraBytes++) {
      const contents = readJournal(bytesOf(disk.restart({ extraBytes })), PATH);
      expect(contents.events.slice(0, 2)).toEqual(SAMPLE_EVENTS.slice(0, 2));
    }
  });

  test("that another goes on with is whole after a power failure, also where a sync had failed before", async () => {
    const disk = await write(SAMPLE_EVENTS.slice(0, 1));
    const writer = await continueJournal(disk, "/", PATH, "fsd-7k2m", readJournal(bytesOf(disk), PATH));
    for (const event of SAMPLE_EVENTS.slice(1, 3)) await writer.append(event);
    disk.fate = () => "failing";
    await expect(writer.sync()).rejects.toThrow("EIO");
    // The process is killed; the next one reads what the kernel has still in memory, and its own sync succeeds.
    const later = disk.restart(null);
    const found = readJournal(bytesOf(later), PATH);
    expect(found.events).toHaveLength(3);
    await write(SAMPLE_EVENTS.slice(3, 4), later, found);
    const left = readJournal(bytesOf(later.restart({ extraBytes: 0 })), PATH);
    expect(left.events).toEqual(SAMPLE_EVENTS.slice(0, 4));
  });

  test("that cannot be put on disk again is not gone on with", async () => {
    const disk = await write(SAMPLE_EVENTS.slice(0, 2));
    disk.fate = () => "failing";
    const found = readJournal(bytesOf(disk), PATH);
    await expect(continueJournal(disk, "/", PATH, "fsd-7k2m", found)).rejects.toThrow("EIO");
  });
});
