import { expect, test } from "vitest";
import type { RunEventBody } from "../../../src/core/run/event.ts";
import { wanted } from "../../../src/core/run/machine.ts";
import { plan } from "./sample-events.ts";
import { offered, type Story, troubled } from "./story.ts";

const about = { proposal: "rollback", write: "1", attempt: 1 };
const reconciled = (found: "applied" | "not-applied" | "unknown"): RunEventBody => ({
  type: "reconciled",
  ...about,
  found,
  message: `it is ${found}`,
});
const moved = { ...plan(), identity: "another one" };

/** An answer was lost, and the live system knew nothing of the write when it was asked: all is looked at again. */
function notApplied(): Story {
  return offered("none")
    .approve()
    .answer(troubled)
    .plan()
    .sent()
    .tell(1, { type: "received", ...about, receipt: { outcome: "lost", message: "reset" } })
    .tell(20, reconciled("not-applied"));
}

/** The object moved since: by this very write, or by somebody else. */
function objectMoved(): Story {
  return notApplied().answer(troubled).plan(moved);
}

/** It was sent once more, and the server refused it. */
function rejectedThen(): Story {
  const again = { ...about, attempt: 2 };
  return notApplied()
    .answer(troubled)
    .plan()
    .tell(0, { type: "intended", ...again, resourceVersion: "7", notAfterMs: Number.MAX_SAFE_INTEGER, detail: {} })
    .tell(0, { type: "received", ...again, receipt: { outcome: "rejected", message: "403" } });
}

/** It was about to be sent once more when its object was another. */
function withheldThen(): Story {
  const reason = "it was changed since";
  return notApplied()
    .answer(troubled)
    .plan()
    .tell(0, { type: "withheld", ...about, attempt: 2, reason });
}

const ways: readonly (readonly [string, () => Story])[] = [
  ["its object moved", objectMoved],
  ["its object moved before the next try", withheldThen],
  ["the next try is refused by the server", rejectedThen],
  ["the approval lapsed meanwhile", () => notApplied().answer(troubled).plan().tell(1_800, intendedLate())],
];

function intendedLate(): RunEventBody {
  return { type: "intended", ...about, attempt: 2, resourceVersion: "7", notAfterMs: 0, detail: {} };
}

test.each(ways)("a write whose answer was lost is asked about once more where %s", (_, way) => {
  const story = way();
  expect(story.stage).toBe("changing");
  const asked = wanted(story.state).find((effect) => effect.type === "reconcile");
  expect(asked).toMatchObject({ attempt: 1, resourceVersion: "7", id: "reconcile:rollback:1:1:again-0" });
});

test.each(ways)("where it arrived after all it is made, though %s", (_, way) => {
  const story = way().tell(0, reconciled("applied"));
  expect(story.stage).toBe("completing");
  expect(story.state?.proposals[0]?.appliedAtMs).toBe(story.atMs);
});

test.each(ways)("where nobody can tell it is unknown, and not called refused, though %s", (_, way) => {
  expect(way().tell(0, reconciled("unknown")).stage).toBe("unknown");
});

test.each(ways)("where it is still not there it is not made, and that is said with its reason: %s", (_, way) => {
  const before = way();
  const story = before.tell(0, reconciled("not-applied"));
  expect(["refused", "rejected"]).toContain(story.stage);
  expect(story.wants).not.toContain("reconcile");
});

test("no answer to that says nothing: it is asked again", () => {
  const story = objectMoved().tell(0, { type: "reconciled", ...about, found: "unanswered", message: "refused" });
  story.tell(3, { type: "woke", jumpedMs: 0 });
  expect(wanted(story.state)).toContainEqual(expect.objectContaining({ type: "reconcile", attempt: 1 }));
  expect(story.tell(0, reconciled("not-applied")).stage).toBe("refused");
});

test("one that was found in place is asked about no more", () => {
  const story = objectMoved().tell(0, reconciled("applied"));
  const progress = { complete: false, completedAtMs: null, failed: "somebody took it back", summary: "" };
  story.tell(1, { type: "progressed", proposal: "rollback", progress });
  expect(story.wants).not.toContain("reconcile");
});
