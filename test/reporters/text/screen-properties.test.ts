import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import type { Verdict } from "../../../src/core/check/verdict.ts";
import type { CheckEntry, RunDocument } from "../../../src/core/document/run-document.ts";
import { renderScreen } from "../../../src/reporters/text/screen.ts";
import { check, document, proposal, step } from "../documents.ts";
import { view } from "../view.ts";

const hostile = [
  "\u001B[31mred",
  "\u001B]0;title\u0007",
  "\u009B2J",
  "\r",
  "\b\b",
  "\u202Edlrow",
  "\t",
  "\n",
  "\u0000",
];
const words = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.string({ maxLength: 18, unit: "grapheme" }) },
      { weight: 1, arbitrary: fc.constantFrom(...hostile) },
      { weight: 1, arbitrary: fc.constantFrom("2026-11-22T02:05:10Z", "→", "日本語のログ", "feature-api:2.4.1") },
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(" "));
const ids = fc.stringMatching(/^[a-z][a-z0-9-]{0,14}$/);
const verdicts = fc.constantFrom<Verdict>("pass", "fail", "inconclusive", "error", "skipped");

const checks: fc.Arbitrary<CheckEntry> = fc
  .record({
    id: ids,
    role: fc.constantFrom("symptom" as const, "evidence" as const),
    asked: fc.boolean(),
    verdict: verdicts,
    summary: words,
    notes: fc.array(words, { maxLength: 6 }),
    vantage: words,
    error: fc.option(fc.record({ code: fc.constant("refused"), message: words, hint: words })),
  })
  .map(({ id, ...more }) => check(id, more));

const documents: fc.Arbitrary<RunDocument> = fc
  .record({
    checks: fc.array(checks, { minLength: 1, maxLength: 8 }),
    title: words,
    causes: fc.array(fc.record({ id: ids, title: words, because: words }), { maxLength: 3 }),
    unexplained: fc.array(ids, { maxLength: 3 }),
    reasons: fc.array(words, { maxLength: 3 }),
    outcome: fc.constantFrom("healthy" as const, "problem" as const, "awaiting-approval" as const),
    pages: fc.array(words, { maxLength: 2 }),
  })
  .map(({ title, reasons, pages, ...more }) =>
    document({
      ...more,
      run: { title },
      proposals: reasons.map((reason, index) =>
        proposal(`proposal-${index}`, {
          note: reason,
          plan: { ...proposal("").plan, summary: reason, changes: [{ path: "image", from: reason, to: null }] },
        }),
      ),
      unavailable: reasons.map((reason) => ({ id: "restart", cause: "pods-unhealthy", reason })),
      escalation: pages.map((page) => step(page, "2026-11-22T02:18:01.000Z")),
    }),
  );

const widths = fc.constantFrom(40, 63, 80, 110, 200);
const styles = fc.record({ verbose: fc.boolean(), ending: fc.boolean() });

describe("whatever the outside world says, the screen", () => {
  it("lets no escape and no control character through, but for its own colours", () => {
    fc.assert(
      fc.property(documents, styles, widths, fc.boolean(), (story, style, width, color) => {
        const text = renderScreen(story, style, view({ width, color }));
        const own = color ? text.replaceAll(/\u001B\[\d+m/g, "") : text;
        expect(own).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/);
      }),
      { numRuns: 60 },
    );
  });

  it("is no wider than the terminal, nor than people read", () => {
    fc.assert(
      fc.property(documents, fc.boolean(), widths, fc.boolean(), (story, ending, width, unicode) => {
        const text = renderScreen(story, { verbose: false, ending }, view({ width, unicode }));
        for (const line of text.split("\n")) expect(stringWidth(line), line).toBeLessThanOrEqual(Math.min(width, 110));
      }),
      { numRuns: 60 },
    );
  });

  it("is ASCII where the terminal is", () => {
    fc.assert(
      fc.property(documents, styles, widths, (story, style, width) => {
        expect(renderScreen(story, style, view({ width, unicode: false }))).toMatch(/^[\n\x20-\x7e]*$/);
      }),
      { numRuns: 60 },
    );
  });

  it("says the state of each check by its sign and, where undecided, by its word", () => {
    const signs = { pass: "✓", fail: "✗", inconclusive: "?", error: "!", skipped: "-" };
    fc.assert(
      fc.property(documents, (story) => {
        const lines = renderScreen(story, { verbose: false, ending: false }, view()).split("\n");
        for (const { id, verdict, role, asked } of story.checks) {
          if (!asked) continue;
          const sign = role === "evidence" && verdict === "pass" ? "•" : signs[verdict];
          const word = verdict === "pass" || verdict === "fail" ? "" : `${verdict}:`;
          const found = lines.filter((line) => line.startsWith(`  ${sign} ${id} `) && line.includes(word));
          expect(found.length, `${sign} ${id} ${word}`).toBeGreaterThan(0);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("stays a screen when a check has hundreds of notes and a summary without end", () => {
    const notes = Array.from({ length: 500 }, (_, index) => `pod feature-api-${index}: logs are not readable`);
    const evidence = notes.map((what) => ({ what, value: 1 }));
    const story = document({
      checks: ["a", "b", "c"].map((id) => check(id, { notes, evidence, summary: "very long ".repeat(1_000) })),
    });
    const short = renderScreen(story, { verbose: false, ending: true }, view());
    expect(short.split("\n").length).toBeLessThan(50);
    expect(short).toContain("and 497 more (see -v)");
    const verbose = renderScreen(story, { verbose: true, ending: true }, view());
    expect(verbose.split("\n").length).toBeLessThan(200);
    expect(verbose).toContain("and 480 more (all in --output json)");
  });
});
