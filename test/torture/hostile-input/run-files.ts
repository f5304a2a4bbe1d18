import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectionFile, loadConnection } from "../../../src/cli/run/connection.ts";
import { readExportFile } from "../../../src/cli/handover/read-export-file.ts";
import { type CodeCache, readCode, writeCode } from "../../../src/cli/start/code-cache.ts";
import { UsageError } from "../../../src/cli/usage-error.ts";
import { documentOf } from "../../../src/core/document/document-of.ts";
import type { RunEvent } from "../../../src/core/run/event.ts";
import * as machine from "../../../src/core/run/machine.ts";
import type { RunState } from "../../../src/core/run/state.ts";
import { plainText } from "../../../src/core/text/plain-text.ts";
import { parseMessage } from "../../../src/drivers/local/holder/message.ts";
import { JournalError } from "../../../src/drivers/local/journal/journal-error.ts";
import { type ChainEnd, eventLine, headerLine, sealed } from "../../../src/drivers/local/journal/journal-line.ts";
import { readJournal } from "../../../src/drivers/local/journal/read-journal.ts";
import { isRunId } from "../../../src/drivers/local/run-folder.ts";
import { plan, START_MS } from "../../core/run/sample-events.ts";
import { Story, troubled } from "../../core/run/story.ts";
import type { Random } from "../random.ts";
import { hostileText } from "./hostile-text.ts";
import { mutateBytes, mutateText } from "./mutate-bytes.ts";
import { mutateJson } from "./mutate-json.ts";
import { unfitReport, type Reporters } from "./reports.ts";
import { unfitForTerminal } from "./shown.ts";
import { shortly, type Complaint, type Surface } from "./surface.ts";

const RUN = "sd-0001";
/** A run that has diagnosed its problem, and offers a rollback. */
const EVENTS: readonly RunEvent[] = [
  ...new Story("none").answer(troubled).events,
  { type: "planned", atMs: START_MS, proposal: "rollback", stage: "propose", recheck: 0, plan: plan() },
];
const STATE = EVENTS.reduce<RunState | null>(machine.apply, null);
const BY = { user: "ben", as: null, host: "desk" };
const MESSAGES: readonly unknown[] = [
  { op: "snapshot" },
  { op: "event", event: { type: "approved", digest: "0".repeat(64), by: BY } },
  { op: "event", event: { type: "declined", proposal: "rollback", by: BY } },
  { op: "event", event: { type: "escalated", by: BY } },
  { op: "event", event: { type: "acknowledged", by: BY } },
];

/** What lies in a run's folder, or comes from another one's: exports, journals, connection.json, what a holder is told, and compiled code. */
export function runFiles(reporters: Reporters): { readonly surfaces: readonly Surface[]; close(): void } {
  const folder = mkdtempSync(join(tmpdir(), "bigops-run-files-"));
  return {
    surfaces: [
      surface("exports", 3, exportWith, async (bytes, random) => {
        const file = join(folder, "run.jsonl");
        writeFileSync(file, bytes);
        const { events, header } = await readExportFile(file);
        if (!isRunId(header.run)) return `a run is called ${header.run}`;
        return shownRun(events, reporters, random);
      }),
      surface(
        "journals",
        1,
        (random) => mutateBytes(Buffer.from(journalOf(EVENTS).text), random),
        (bytes, random) => {
          const { events } = readJournal(bytes, "journal.jsonl");
          return events[0]?.type === "started" ? shownRun(events, reporters, random) : null;
        },
      ),
      surface("connection.json", 1, connectionWith, async (bytes) => {
        writeFileSync(join(folder, "connection.json"), bytes);
        await loadConnection(folder);
        return null;
      }),
      surface("holder messages", 1, messageWith, (bytes, random) =>
        told(Buffer.from(bytes).toString("utf8"), reporters, random),
      ),
      compiledCode(folder),
    ],
    close: () => rmSync(folder, { recursive: true }),
  };
}

function surface(
  name: string,
  weight: number,
  make: (random: Random) => Uint8Array,
  read: (bytes: Uint8Array, random: Random) => Promise<string | null> | string | null,
): Surface {
  return {
    name,
    weight,
    async attack(random) {
      const bytes = make(random);
      const about = (breach: string): Complaint => ({ input: shortly(Buffer.from(bytes).toString("utf8")), breach });
      try {
        const breach = await read(bytes, random);
        return breach === null ? null : about(breach);
      } catch (error) {
        // As the command line says it.
        const said =
          error instanceof JournalError
            ? plainText(error.message, 1_000)
            : error instanceof UsageError
              ? error.message
              : null;
        if (said === null)
          return about(`threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        const unfit = unfitForTerminal(said);
        return unfit === null ? null : about(unfit);
      }
    },
  };
}

/** Half of them damaged as bytes; of the others each hash is right, as anybody can write one. */
function exportWith(random: Random): Uint8Array {
  if (random.chance(0.3)) return mutateBytes(Buffer.from(exported(EVENTS, HEADER)), random);
  if (random.chance(0.2)) return Buffer.from(exported(EVENTS, JSON.parse(mutateJson(HEADER, random)) as object));
  const events = [...EVENTS];
  const at = random.below(events.length);
  const changed: unknown = JSON.parse(mutateJson(events[at], random));
  if (random.chance(0.9)) events[at] = changed as RunEvent;
  else events.splice(at, random.below(2), changed as RunEvent, ...EVENTS.slice(0, random.below(3)));
  return Buffer.from(exported(events, HEADER));
}

const HEADER = {
  exportedAtMs: START_MS,
  by: { user: "ben", host: "desk" },
  version: "0.0.0",
  reached: { environment: "staging", context: null, namespace: null },
  sandbox: null,
};

function exported(events: readonly RunEvent[], header: object): string {
  const { hash, text } = journalOf(events);
  return `${sealed({ format: "bigops.handover/1", run: RUN, events: events.length, hash, ...header }).text}\n${text}`;
}

function journalOf(events: readonly RunEvent[]): { readonly text: string; readonly hash: string } {
  const lines = [headerLine(RUN)];
  let end: ChainEnd = { seq: 0, hash: lines[0]?.hash ?? "" };
  for (const event of events) {
    const line = eventLine(end, event);
    lines.push(line);
    end = { seq: end.seq + 1, hash: line.hash };
  }
  return { text: lines.map(({ text }) => `${text}\n`).join(""), hash: end.hash };
}

/** Whatever is taken must be shown as any other run. Events that make none are refused in words. */
function shownRun(events: readonly RunEvent[], reporters: Reporters, random: Random): string | null {
  let state: RunState | null;
  try {
    state = events.reduce<RunState | null>(machine.apply, null);
  } catch (error) {
    return unfitForTerminal(plainText(error instanceof Error ? error.message : String(error), 200));
  }
  const last = events.at(-1);
  return state === null || last === undefined ? null : unfitReport(documentOf(state), last, reporters, random);
}

function connectionWith(random: Random): Uint8Array {
  const whole = {
    environment: "staging",
    config: "/home/ada/bigops.yaml",
    context: null,
    namespace: "ml",
    kubeconfig: null,
    cwd: "/home/ada",
    sandbox: { fault: "none", seed: 1, startedAtMs: START_MS },
  };
  const text = connectionFile(whole)["connection.json"] ?? "";
  if (random.chance(0.1)) return Buffer.from(hostileText(random));
  return random.chance(0.5) ? mutateBytes(Buffer.from(text), random) : Buffer.from(mutateJson(whole, random));
}

function messageWith(random: Random): Uint8Array {
  const message = random.pick(MESSAGES);
  return Buffer.from(random.chance(0.3) ? mutateText(JSON.stringify(message), random) : mutateJson(message, random));
}

function told(line: string, reporters: Reporters, random: Random): string | null {
  const message = parseMessage(line);
  if (typeof message === "string") return unfitForTerminal(plainText(message, 1_000));
  if (message.op === "snapshot" || STATE === null) return null;
  const refused = machine.refusal(STATE, message.event);
  if (refused !== null) return unfitForTerminal(plainText(refused, 1_000));
  const event = { atMs: START_MS + 60_000, ...message.event };
  const after = machine.apply(STATE, event);
  return after === null ? "the run is gone" : unfitReport(documentOf(after), event, reporters, random);
}

/** What V8 is given it executes: nothing but what was written, in a file that nobody else could write. */
function compiledCode(folder: string): Surface {
  const cache: CodeCache = { file: join(folder, "run.code"), key: "v20 x64 12 100 200" };
  const code = Buffer.from(Array.from({ length: 2_000 }, (_, index) => (index * 7) % 256));
  return {
    name: "compiled code",
    weight: 1,
    attack(random) {
      writeCode(cache, code);
      const written = readFileSync(cache.file);
      const bytes = mutateBytes(written, random);
      writeFileSync(cache.file, bytes, { mode: 0o600 });
      if (random.chance(0.1)) {
        writeFileSync(cache.file, written);
        chmodSync(cache.file, 0o666);
        const taken = readCode(cache) !== undefined;
        chmodSync(cache.file, 0o600);
        return taken ? { input: "a file that anybody may write", breach: "its code is taken" } : null;
      }
      const taken = readCode(cache);
      const sound = taken === undefined || Buffer.compare(taken, code) === 0;
      return sound ? null : { input: shortly(Buffer.from(bytes).toString("latin1")), breach: "damaged code is taken" };
    },
  };
}
