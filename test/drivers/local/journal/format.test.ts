import { readdirSync, readFileSync, existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { documentOf } from "../../../../src/core/document/document-of.ts";
import { eventShape } from "../../../../src/core/run/event-shape.ts";
import type { EventOf } from "../../../../src/core/run/event.ts";
import * as machine from "../../../../src/core/run/machine.ts";
import { expectInPlace } from "../../../../src/drivers/local/journal/expect-in-place.ts";
import { JournalError } from "../../../../src/drivers/local/journal/journal-error.ts";
import { JOURNAL_FORMAT } from "../../../../src/drivers/local/journal/journal-line.ts";
import { readJournal } from "../../../../src/drivers/local/journal/read-journal.ts";
import { fold } from "../../../../src/drivers/machine.ts";

const fixtures = new URL("fixtures/", import.meta.url);
const today = new URL(`${JOURNAL_FORMAT.replace("bigops.journal/", "format-")}/`, fixtures);
const recorded = (name: string) => readJournal(readFileSync(new URL(`${name}.jsonl`, today)), name).events;

/**
 * What fails here is no test to be put right: journals that are out there would be told otherwise than they were recorded. Raise JOURNAL_FORMAT, say in
 * its comment what changed, and record journals of the new one: scripts/record-journals.ts.
 */
describe(`what was recorded as ${JOURNAL_FORMAT}`, () => {
  const names = existsSync(today) ? readdirSync(today).filter((name) => name.endsWith(".jsonl")) : [];

  test("is kept: a change with its undo, and one that was made after a handover", () => {
    expect(names.toSorted()).toEqual(["handed-over.jsonl", "undone.jsonl"]);
  });

  test.each(["undone", "handed-over"])(
    "%s: each event follows from those before it, and tells what it told then",
    (name) => {
      const events = recorded(name);
      expectInPlace(events, name, { what: "journal", firstLine: 2 });
      const state = fold(machine, events);
      if (state === null) throw new Error("a run without a beginning");
      const told: unknown = JSON.parse(JSON.stringify(documentOf(state)));
      // A report may say more by now, of the same.
      expect(told).toMatchObject(JSON.parse(readFileSync(new URL(`${name}.json`, today), "utf8")) as object);
    },
  );

  test("both were approved by digests, one over a cluster and one over a server", () => {
    const plans = ["undone", "handed-over"].map((name) => {
      const events = recorded(name);
      const planned = events.find((event): event is EventOf<"planned"> => event.type === "planned");
      return [events.some(({ type }) => type === "approved"), planned?.plan.clusterUid ?? null, planned?.plan.server];
    });
    expect(plans).toEqual([
      [true, expect.any(String), undefined],
      [true, null, expect.stringMatching(/^http:/)],
    ]);
  });

  test("every event has the shape that it had", () => {
    const shape: unknown = JSON.parse(JSON.stringify(z.toJSONSchema(eventShape)));
    expect(shape).toEqual(JSON.parse(readFileSync(new URL("events.json", today), "utf8")));
  });
});

describe("what an older bigops recorded", () => {
  const older = readFileSync(new URL("format-1.jsonl", fixtures));

  test("is refused by its format", () => {
    expect(() => readJournal(older, "j")).toThrow(
      /written as bigops\.journal\/1, this bigops reads bigops\.journal\/\d+\./,
    );
  });

  test("would be refused by its approval, were the format the same: the digest named no cluster then", () => {
    const lines = new TextDecoder().decode(older).trimEnd().split("\n").slice(1);
    const events = lines.map((line) => (JSON.parse(line) as { readonly event: EventOf<"woke"> }).event);
    const read = () => expectInPlace(events, "j", { what: "journal", firstLine: 2 });
    expect(read).toThrow(JournalError);
    expect(read).toThrow(/line 14 \(event 13, "approved"\).*no change was proposed that has its digest/);
  });
});
