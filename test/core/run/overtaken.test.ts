import { describe, expect, test } from "vitest";
import { proposalTold, undoMade, woke } from "../document/told.ts";
import { offered, Story, troubled } from "./story.ts";
import { alice, plan } from "./sample-events.ts";

const by = { run: "sd-0002", user: "bob", host: "desk", epoch: 2 };
const over = "it was taken over by bob@desk, as run sd-0002 (epoch 2)";
const approved = () => offered().approve();
const preparing = () => approved().answer(troubled).plan();
const about = { proposal: "rollback", write: "1", attempt: 1 } as const;
const lost = () =>
  preparing()
    .sent()
    .tell(1, { type: "received", ...about, receipt: { outcome: "lost", message: "reset" } });
const notThere = () => lost().tell(9, { type: "reconciled", ...about, found: "not-applied", message: "" });

function halfMade(): Story {
  const [write] = plan().writes;
  if (write === undefined) throw new Error("the sample writes nothing");
  const two = { ...plan(), writes: [write, { ...write, id: "2" }] };
  return new Story("terminal").answer(troubled).plan(two).approve().answer(troubled).plan(two).applied();
}

const rejected = () =>
  preparing()
    .sent()
    .tell(1, { type: "received", ...about, receipt: { outcome: "rejected", message: "no" } });

function undone(): Story {
  const story = preparing().applied().completed();
  for (const _ of [1, 2, 3]) story.tell(15, woke).answer();
  return undoMade(story.tell(60, { type: "undo-requested", proposal: "rollback", by: alice }).plan());
}

/** As another run goes on with it, elsewhere. */
describe("of a run that is taken over, a change", () => {
  test.each([
    ["that waits for approval is not approved any more", () => offered(), "expired", `${over}, and goes on there`],
    ["that was looked at once more is known not to be sent", approved, "expired", `${over}; nothing was sent`],
    ["that was about to be sent is known not to be sent", preparing, "expired", `${over}; nothing was sent`],
    ["of which a part is made stays in parts", halfMade, "unknown", `only 1 of its writes were made: ${over}`],
    [
      "whose answer was lost may still arrive, though it was not there yet",
      notThere,
      "unknown",
      `its answer was lost, and it was not there when it was asked about: ${over}`,
    ],
    ["that is on its way stays one of which nobody knows", () => preparing().sent(), "approved", null],
    ["whose answer was lost is asked about by the other run", lost, "approved", null],
    ["that is made is made", () => preparing().applied(), "applied", null],
  ] as const)("%s", (_, story, status, reason) => {
    expect(proposalTold(story().tell(1, { type: "superseded", by }))).toMatchObject({ status, reason });
  });
});

describe("whether anything of it is in place, or may be", () => {
  test.each([
    ["offered", () => offered(), false],
    ["approved", approved, false],
    ["about to be sent", preparing, false],
    ["on its way", () => preparing().sent(), true],
    ["its answer lost", lost, true],
    ["its answer lost, and not there when it was asked about: it may still arrive", notThere, true],
    ["half made", halfMade, true],
    ["made", () => preparing().applied(), true],
    ["refused by the server", rejected, false],
    ["undone", undone, false],
  ] as const)("%s", (_, story, may) => {
    expect(proposalTold(story()).mayBeApplied).toBe(may);
  });
});
