import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Verdict } from "../../src/core/check/verdict.ts";
import { renderJunit } from "../../src/reporters/junit.ts";
import { badRollout, check, document, everyDocument } from "./documents.ts";

function count(xml: string, attribute: string): number {
  return Number(new RegExp(`<testsuite [^>]*\\b${attribute}="(\\d+)"`).exec(xml)?.[1]);
}

function tags(xml: string, name: string): number {
  return xml.match(new RegExp(`<${name}[ >]`, "g"))?.length ?? 0;
}

describe("JUnit", () => {
  it.each(Object.entries(everyDocument))("counts what it lists: %s", (_, story) => {
    const xml = renderJunit(story);
    expect(count(xml, "tests")).toBe(tags(xml, "testcase"));
    expect(count(xml, "failures")).toBe(tags(xml, "failure"));
    expect(count(xml, "errors")).toBe(tags(xml, "error"));
    expect(count(xml, "skipped")).toBe(tags(xml, "skipped"));
    expect(tags(xml, "testcase")).toBe(story.checks.length);
  });

  const ends: readonly (readonly [Verdict, "symptom" | "evidence", boolean, string])[] = [
    ["pass", "symptom", true, ""],
    ["fail", "symptom", true, "failure"],
    ["inconclusive", "symptom", true, "error"],
    ["error", "symptom", true, "error"],
    ["skipped", "symptom", true, "error"],
    ["skipped", "symptom", false, "skipped"],
    ["skipped", "evidence", false, "skipped"],
    ["fail", "evidence", true, ""],
    ["error", "evidence", true, ""],
  ];
  it.each(ends)("%s %s, asked for: %s, is: %s", (verdict, role, asked, tag) => {
    const xml = renderJunit(document({ checks: [check("pods", { verdict, role, asked })] }));
    for (const name of ["failure", "error", "skipped"]) expect(tags(xml, name)).toBe(name === tag ? 1 : 0);
  });

  it("takes as long as from the first question to the last answer", () => {
    const checks = [
      check("a", { startedAt: "2026-11-22T02:09:12.100Z", durationMs: 300 }),
      check("b", { startedAt: "2026-11-22T02:09:12.000Z", durationMs: 250 }),
    ];
    expect(renderJunit(document({ checks }))).toContain(
      '<testsuites name="bigops" tests="2" failures="0" errors="0" skipped="0" time="0.400">',
    );
  });

  it("carries the outcome and what was found", () => {
    const xml = renderJunit(badRollout);
    expect(xml).toContain('<property name="outcome" value="awaiting-approval"/>');
    expect(xml).toContain('<property name="cause" value="bad-rollout: bad rollout"/>');
    expect(xml).toContain("KeyError: &apos;&lt;*&gt;&apos; ×398");
  });

  it("is well-formed whatever the outside world says", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (summary) => {
        const xml = renderJunit(document({ checks: [check("pods", { verdict: "fail", summary, notes: [summary] })] }));
        expect(xml).toMatch(/^[\t\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
        const withoutTags = xml.replaceAll(/<\/?[a-z?-]+(?: [a-z]+="[^"<]*")*\s*[/?]?>/gi, "");
        expect(withoutTags).not.toMatch(/[<>"]|&(?!amp;|lt;|gt;|quot;|apos;|#10;)/);
      }),
      { numRuns: 60 },
    );
  });
});
