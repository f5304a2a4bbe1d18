import { expect, test } from "vitest";
import { proposalStatus } from "../../../src/reporters/text/proposal-status.ts";
import { proposal } from "../documents.ts";
import { view } from "../view.ts";

const at = "2026-11-22T02:10:00.000Z";
const approval = { by: "ada", as: null, identity: "not-asked" as const, host: "laptop", at };

const write = { id: "1", method: "PATCH", path: "/", contentType: "", body: [], object: "deployment/x" } as const;

test("of one that is half made the part is told", () => {
  const plan = { ...proposal("").plan, writes: [write, { ...write, id: "2" }] };
  const applied = { at, receipts: [{}] };
  const entry = proposal("rollback", { status: "approved", approval, applied, plan, mayBeApplied: true });
  expect(proposalStatus(entry, view())).toBe(
    "approved by ada@laptop at 03:10:00; 1 of its 2 writes is applied, and not known whether more",
  );
});

// A killed process is told of as well: what it did not send is known not to be applied.
test.each([
  [false, false, "approved by ada@laptop at 03:10:00; nothing of it is applied"],
  [true, false, "approved by ada@laptop at 03:10:00; not known to be applied"],
  [true, true, "approved by ada@laptop at 03:10:00; being applied"],
])("an approved change, of which something may be applied %j, held %j", (mayBeApplied, isHeld, words) => {
  const entry = proposal("rollback", { status: "approved", approval, mayBeApplied });
  expect(proposalStatus(entry, view(), isHeld)).toBe(words);
});
