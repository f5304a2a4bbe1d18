import { describe, expect, it, test } from "vitest";
import type { ProposalEntry, RunDocument } from "../../../src/core/document/run-document.ts";
import { renderClosing } from "../../../src/reporters/text/closing.ts";
import { renderDetails } from "../../../src/reporters/text/details.ts";
import { renderScreen } from "../../../src/reporters/text/screen.ts";
import { proposalStatus } from "../../../src/reporters/text/proposal-status.ts";
import { document, proposal } from "../documents.ts";
import { view } from "../view.ts";

const at = "2026-11-22T02:10:00.000Z";
const made = {
  approval: { by: "ada", as: null, identity: "not-asked" as const, host: "laptop", at },
  applied: { at, receipts: [] },
};

function undo(more: Partial<ProposalEntry>): ProposalEntry {
  return proposal("undo-rollback", { undoes: "rollback", ...made, ...more });
}

// It is proved by its completion: no sample is taken of it.
describe("where an undo stands", () => {
  test.each([
    [{ status: "applied" }, false, "applied by ada@laptop at 03:10:00; not known to be complete"],
    [{ status: "applied" }, true, "applied by ada@laptop at 03:10:00; waiting for it to complete"],
    [{ status: "verified" }, false, "applied by ada@laptop at 03:10:00 and complete"],
    [
      { status: "not-helped", reason: "its progress deadline passed" },
      false,
      "applied by ada@laptop at 03:10:00, and not known to be complete: its progress deadline passed",
    ],
  ] as const)("%j, held %j", (more, isHeld, words) => {
    expect(proposalStatus(undo(more), view(), isHeld)).toBe(words);
  });
});

test("one that cannot be made from here is not offered, and why is said", () => {
  const undoProblem = "what it replaced is kept elsewhere";
  const plan = { ...proposal("").plan, undo: null };
  const told = document({ proposals: [proposal("rollback", { ...made, status: "verified", plan, undoProblem })] });
  const text = renderScreen(told, { verbose: false, ending: true }, view());
  expect(text).toContain("    undo        not from here: what it replaced is kept elsewhere\n");
  const [entry] = told.proposals;
  expect(entry === undefined ? "" : renderDetails(entry, view())).toContain(
    "undo        not from here: what it replaced is kept elsewhere\n",
  );
});

describe("how a run with an undo stands", () => {
  const original = proposal("rollback", { ...made, status: "undone" });
  const standing = (more: Partial<ProposalEntry>, run: Partial<RunDocument["run"]> = {}) =>
    renderClosing(
      document({ outcome: "unverified", exitCode: 6, run, proposals: [original, undo(more)] }),
      view({ width: 110 }),
    );

  it("says while it completes that a change is taken back, whatever that one did", () => {
    expect(standing({ status: "applied" })).toContain(
      "Unverified: a change was taken back, and nobody has looked whether that is complete.",
    );
  });

  it("does not say of it that it was to help", () => {
    expect(standing({ status: "not-helped", reason: "stuck" })).toContain(
      "Unverified: a change was taken back, and that is not known to be complete.",
    );
    expect(standing({ status: "unknown", reason: "moved" })).toContain(
      "Unverified: a change was taken back or may have been, and that is not known to be complete.",
    );
  });
});
