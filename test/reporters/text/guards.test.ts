import { describe, expect, it, test } from "vitest";
import type { GuardEntry } from "../../../src/core/document/run-document.ts";
import { renderJunit } from "../../../src/reporters/junit.ts";
import { renderClosing } from "../../../src/reporters/text/closing.ts";
import { guardLines } from "../../../src/reporters/text/guard-lines.ts";
import { renderScreen } from "../../../src/reporters/text/screen.ts";
import { renderWhy } from "../../../src/reporters/text/why.ts";
import { document, proposal } from "../documents.ts";
import { view } from "../view.ts";

const at = "2026-11-22T02:10:00.000Z";
const before = { verdict: "pass" as const, summary: "12 ms", flip: "over 20 ms", at };
const after = { verdict: "fail" as const, summary: "41 ms (limit 20 ms)", flip: "20 ms or less", at };
const guard: GuardEntry = { check: "latency", status: "regressed", before, after, samples: 2, failures: 2 };

const broke = document({
  outcome: "unverified",
  exitCode: 6,
  proposals: [
    proposal("rollback", {
      status: "regressed",
      reason: "it broke latency",
      guards: [guard],
      approval: { by: "ada", as: null, identity: "not-asked" as const, host: "laptop", at },
      applied: { at, receipts: [] },
      verification: { samples: 2, passes: 2, needed: 3, deadline: null },
    }),
    proposal("undo-rollback", {
      undoes: "rollback",
      because: "takes back rollback: latency passed before it and fails since (41 ms (limit 20 ms))",
    }),
  ],
});

describe("a change that broke a guard", () => {
  it("is told with what it broke, and its undo with why and the command that approves it", () => {
    const text = renderScreen(broke, { verbose: false, ending: true }, view());
    expect(text).toContain("    guard       latency passed before (12 ms), fails since (41 ms (limit 20 ms))");
    expect(text).toMatch(/but it\s+broke latency/);
    expect(text).toContain("    because     takes back rollback: latency passed before it and fails since");
    expect(text).toContain("Unverified: a change was made, and broke what it must not break.");
    expect(text).toMatch(/approve undo-rollback: bigops resume \S+ --approve 9f8e7d6c5b4a/);
  });

  it("is told at the end of a run whose screen stands already", () => {
    const text = renderClosing(broke, view());
    expect(text).toMatch(/guard latency passed before \(12 ms\), fails since/);
  });

  it("stands among the properties of JUnit", () => {
    const xml = renderJunit(broke);
    expect(xml).toContain('name="guard" value="rollback: latency (regressed)"');
    expect(xml).toContain("(regressed)");
  });

  it("is explained by why, with the looks that decided and what would have flipped them", () => {
    const text = renderWhy(broke, null, null, view({ width: 200 })).replace(/\s+/g, " ");
    expect(text).toContain("guard of rollback: latency passed before (12 ms), fails since (41 ms (limit 20 ms));");
    expect(text).toContain("2 of 2 looks failed; would flip it: 20 ms or less");
  });
});

test.each([
  ["waiting", null, "latency passes: looked at once more before the change, and after it"],
  ["holds", after, "latency still passes; 1 of 4 looks failed, not in a row"],
  ["failing", after, "latency fails in the latest look (41 ms (limit 20 ms)); a second one in a row is a regression"],
  ["accepted", after, "latency passed before, fails since (41 ms (limit 20 ms)); the change was kept"],
  ["unknown", null, "latency passed before, and could not be told since"],
  ["failed-before", null, "latency failed before already (12 ms): it says nothing of the change"],
  ["unknown-before", null, "latency could not be told before (12 ms): it says nothing of the change"],
] as const)("a guard that is %s is told as that", (status, latest, words) => {
  const entry = { ...guard, status, after: latest, samples: 4, failures: 1 };
  expect(guardLines({ guards: [entry] })).toEqual([words]);
});
