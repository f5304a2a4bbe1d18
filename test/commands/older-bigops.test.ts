import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { JOURNAL_FORMAT } from "../../src/drivers/local/journal/journal-line.ts";
import { makeHome, type Home } from "./harness/home.ts";
import { runBigops } from "./harness/run-bigops.ts";

/** A run that an older bigops approved, applied and verified, as that one recorded it. */
const recorded = readFileSync("test/drivers/local/journal/fixtures/format-1.jsonl", "utf8");
const RUN = "fsd-n6zf";

let home: Home;

beforeEach(() => {
  home = makeHome();
});
afterEach(() => home.remove());

function keep(journal: string): void {
  const folder = join(home.stateDir, "runs", RUN);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, "journal.jsonl"), journal, { mode: 0o600 });
}

/** The same events as a journal of today's format, every hash right: as if the format had not been raised. */
function asOfToday(): string {
  let prev: string | null = null;
  return recorded
    .trimEnd()
    .split("\n")
    .map((line) => {
      const { hash: _, prev: __, ...rest } = JSON.parse(line) as Record<string, unknown>;
      const { seq, ...told } = rest["format"] === undefined ? rest : { ...rest, format: JOURNAL_FORMAT };
      const body = JSON.stringify({ seq, prev, ...told }).slice(0, -1);
      prev = createHash("sha256").update(body).digest("hex");
      return `${body},"hash":"${prev}"}\n`;
    })
    .join("");
}

const commands: readonly (readonly string[])[] = [
  ["show", RUN],
  ["why", RUN],
  ["resume", RUN],
  ["resume", RUN, "--approve", "4b982e9a6a3e"],
  ["undo", RUN],
  ["ack", RUN],
  ["runs", "verify", RUN],
  ["runs", "export", RUN],
];

describe.each([
  ["the journal of an older bigops", () => recorded, /written as bigops\.journal\/1, this bigops reads bigops\.jour/],
  // 13 is its `approved`: its digest named no cluster.
  ["one that only its events tell", asOfToday, /line 14 \(event 13, "approved"\).*no change was proposed that has its/],
])("%s", (_, journal, said) => {
  it.each(commands.map((args) => [args.join(" "), args] as const))("is refused by %s", async (_, args) => {
    keep(journal());
    const { exitCode, stdout, stderr } = await runBigops(home, args);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr.replaceAll("\n", " ")).toMatch(said);
    expect(readFileSync(join(home.stateDir, "runs", RUN, "journal.jsonl"), "utf8")).toBe(journal());
  });

  it("is listed as one that cannot be read, neither open nor ended, and is not pruned", async () => {
    keep(journal());
    const { exitCode, stdout, stderr } = await runBigops(home, ["runs"]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(new RegExp(`^${RUN} +unread +of another version *$`, "m"));
    expect(stderr.replaceAll("\n", " ")).toMatch(said);
    expect((await runBigops(home, ["runs", "--output", "json"])).stdout.trim()).toBe("[]");
    expect((await runBigops(home, ["runs", "prune", "--older-than", "1s"])).stdout).toContain(`kept ${RUN}: cannot`);
  });
});
