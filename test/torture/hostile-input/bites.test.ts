import { describe, expect, it } from "vitest";
import { check, document } from "../../reporters/documents.ts";
import { Random } from "../random.ts";
import { attackAll } from "./attack-all.ts";
import { promqlStructure } from "./promql-structure.ts";
import { REPORTERS, unfitReport, type Reporters } from "./reports.ts";
import { shellWords } from "./shell-words.ts";
import { unfitForTerminal } from "./shown.ts";
import { hostileText } from "./hostile-text.ts";
import type { Surface } from "./surface.ts";
import { unfitXml } from "./well-formed-xml.ts";

const EVENT = { atMs: 0, type: "woke", jumpedMs: 0 } as const;

/** Hostile summaries through the reporters, as the trial gives them. */
function reported(reporters: Reporters): Surface {
  return {
    name: "reports",
    weight: 1,
    attack(random) {
      const summary = hostileText(random);
      const story = document({ checks: [check("pods", { verdict: "fail", summary, notes: [summary] })] });
      const breach = unfitReport(story, EVENT, reporters, random);
      return breach === null ? null : { input: summary, breach };
    },
  };
}

const attacked = (surface: Surface, cases = 300) => attackAll([surface], new Random(1), cases, () => undefined);

describe("the trial", () => {
  it("has nothing to say of the reporters as they are", async () => {
    expect((await attacked(reported(REPORTERS))).complaints).toEqual([]);
  });

  it.each<readonly [string, Partial<Reporters>, string]>([
    [
      "the screen",
      { screen: (story) => story.checks.map(({ summary }) => summary).join("\n") },
      "reaches the terminal",
    ],
    ["why", { why: (story) => story.checks.map(({ summary }) => summary).join("\n") }, "reaches the terminal"],
    ["the JSON document", { json: (story) => JSON.stringify(story) }, "reaches the terminal"],
    ["another document", { json: () => "{}" }, "another document"],
    [
      "the JUnit report",
      { junit: (story) => `<a b="${story.checks[0]?.summary ?? ""}">${story.checks[0]?.summary ?? ""}</a>` },
      "the JUnit report",
    ],
    ["an event's line", { event: () => "\u001b[31m\n" }, "reaches the terminal"],
    ["a stack trace", { screen: () => "it failed\n    at gather (/opt/src/probes/a.ts:1:2)\n" }, "a stack trace"],
  ])("reports one that does not escape: %s", async (_, broken, words) => {
    const { complaints } = await attacked(reported({ ...REPORTERS, ...broken }));
    expect(complaints.map(({ breach }) => breach).join("\n")).toContain(words);
  });

  it("reports what throws, what takes too long and what keeps too much", async () => {
    const surface = (attack: Surface["attack"]): Surface => ({ name: "broken", weight: 1, attack });
    const thrown = await attacked(
      surface(() => {
        throw new TypeError("x is undefined");
      }),
      1,
    );
    expect(thrown.complaints[0]?.breach).toContain("threw TypeError: x is undefined");
    const slow = await attacked(
      surface(() => {
        for (const until = performance.now() + 700; performance.now() < until;);
        return null;
      }),
      1,
    );
    // The processor may have been somebody else's for a while; what is measured is what was given.
    expect(slow.slowestMs).toBeGreaterThan(50);
    const kept: Buffer[] = [];
    const large = await attacked(
      surface(() => {
        kept.push(Buffer.alloc(2 ** 20));
        return null;
      }),
      300,
    );
    expect(large.complaints.map(({ breach }) => breach).join()).toContain("memory grew by");
  });
});

describe("what it looks with", () => {
  it.each(["\u001b", "\u009b", "\u202e", "\u200b", "\u{e0041}", "\ufe0f", "\r", "\t", "\u2028", "\ud800"])(
    "sees %j on a terminal",
    (hidden) => {
      expect(unfitForTerminal(`a${hidden}b`)).not.toBeNull();
    },
  );

  it("lets people's own text pass", () => {
    expect(unfitForTerminal("größer 日本語 👩 «x» →\n  at home\n")).toBeNull();
  });

  it.each([
    "<a>",
    "<a></b>",
    "<a/><b/>",
    "x<a/>",
    "<a b='c'/>",
    '<a b="c" b="d"/>',
    '<a b="<"/>',
    "<a>&</a>",
    "<a>&nbsp;</a>",
    "<a>]]></a>",
    "<a>\u0001</a>",
    "<a><!-- x --></a>",
  ])("takes %s for no XML", (xml) => {
    expect(unfitXml(xml)).not.toBeNull();
  });

  it("takes XML for XML", () => {
    expect(unfitXml('<?xml version="1.0" encoding="UTF-8"?>\n<a b="&lt;&#10;"><c/>x &amp; y</a>\n')).toBeNull();
  });

  it("splits words as a shell does", () => {
    expect(shellWords(`a 'b c' "d \\"e\\"" f\\ g 'it'\\''s' # h 'i`)).toEqual(["a", "b c", 'd "e"', "f g", "it's"]);
    expect(shellWords("'a")).toBeNull();
  });

  it("tells queries apart by their structure, not by what stands in quotes", () => {
    expect(promqlStructure('rate(a{b="c"}[5m])')).toBe(promqlStructure('rate(a{b="d e"}[5m])'));
    expect(promqlStructure('rate(a{b="c"}[5m])')).not.toBe(promqlStructure('rate(a{b="c"} or vector(1)[5m])'));
    expect(promqlStructure('a{b="c"}')).not.toBe(promqlStructure('a{b="c",d="e"}'));
  });
});
