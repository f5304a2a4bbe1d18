import { expect, it } from "vitest";
import { waitingLines } from "../../../src/reporters/text/waiting-lines.ts";
import { badRollout, document, proposal } from "../documents.ts";
import { view } from "../view.ts";

it("says what was found, what is proposed, its digest, and the commands that approve and show it", () => {
  expect(waitingLines(badRollout, view())).toEqual([
    { words: "run fsd-7k2m in staging: bad rollout", command: null },
    {
      words: `proposal rollback: roll feature-api back to revision 13, digest ${proposal("").digest}; awaits approval until 03:39:12`,
      command: null,
    },
    { words: "approve rollback", command: "bigops resume fsd-7k2m --approve 9f8e7d6c5b4a" },
    { words: "all of it", command: "bigops show fsd-7k2m" },
  ]);
});

it("says that nothing is proposed, and names no approval", () => {
  const lines = waitingLines(document({ outcome: "problem", exitCode: 1 }), view());
  expect(lines.map(({ words }) => words)).toContain("no change is proposed; the escalation clock is kept");
  expect(JSON.stringify(lines)).not.toContain("--approve");
});
