import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderEvent } from "../../src/reporters/events.ts";
import { jsonLines, renderJson } from "../../src/reporters/json.ts";
import { badRollout, check, document } from "./documents.ts";

describe("JSON", () => {
  it("is the document, whatever is in it, without a character that a terminal obeys", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (summary) => {
        const story = document({ checks: [check("pods", { summary })] });
        const json = renderJson(story);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(story)));
        expect(json).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/);
      }),
      { numRuns: 60 },
    );
  });

  it.each(["\u009b2J", "\u202e", "\u200b", "\u{e0041}", "\ufe0f", "\u2028", "\ufff9", "\u007f", "\u001b"])(
    "has %j escaped, in events and lists as well",
    (hidden) => {
      const event = { atMs: 1, type: "left", reason: `a${hidden}b` as "quit" } as const;
      for (const text of [renderEvent(event), jsonLines(event)]) {
        expect(text).toMatch(/^[\n\x20-\x7e]*$/);
        expect(JSON.parse(text)).toEqual(event);
      }
    },
  );

  it("ends with a line feed, and an event is one line", () => {
    expect(renderJson(badRollout).endsWith("}\n")).toBe(true);
    const line = renderEvent({ atMs: 1, type: "woke", jumpedMs: 0 });
    expect(line).toBe('{"atMs":1,"type":"woke","jumpedMs":0}\n');
  });
});
