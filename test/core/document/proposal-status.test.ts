import { describe, expect, test } from "vitest";
import { offered, type Story, troubled } from "../run/story.ts";
import { proposalTold, woke } from "./told.ts";

const about = { proposal: "rollback", write: "1", attempt: 1 } as const;
const alice = { user: "alice", as: "alice@example.test", host: "laptop" };
const approved = () => offered("none").approve();
const rechecked = () => approved().answer(troubled).plan();
const received = (outcome: "lost" | "rejected") =>
  ({ type: "received", ...about, receipt: { outcome, message: "reset" } }) as const;
const failed = { complete: false, completedAtMs: null, failed: "stuck", summary: "" } as const;

/** Made, complete, and looked at as often. */
function proved(samples: number): Story {
  const story = rechecked().applied().completed();
  for (let sample = 0; sample < samples; sample += 1) story.tell(15, woke).answer();
  return story;
}

describe("where a proposal stands", () => {
  test.each([
    ["proposed", null, () => offered("none")],
    ["declined", null, () => offered("none").tell(1, { type: "declined", proposal: "rollback", by: alice })],
    ["expired", "nobody approved it in time", () => offered("none").tell(1_800, woke)],
    ["approved", null, approved],
    ["expired", "it is another one now", refused],
    ["approved", null, () => rechecked().sent()],
    ["applied", null, () => rechecked().applied()],
    ["applied", null, () => rechecked().applied().completed()],
    ["verified", null, () => proved(3)],
    [
      "not-helped",
      "stuck",
      () => rechecked().applied().tell(1, { type: "progressed", proposal: "rollback", progress: failed }),
    ],
    ["rejected", "reset", () => rechecked().sent().tell(1, received("rejected"))],
    ["unknown", "moved", () => lost("unknown", "moved")],
    ["unknown", "whether it was made is not known yet: no answer", () => lost("unanswered", "no answer")],
  ] as const)("%s, because %j", (status, reason, story) => {
    expect(proposalTold(story())).toMatchObject({ status, reason });
  });

  function refused(): Story {
    const withheld = { type: "withheld", ...about, reason: "it is another one now" } as const;
    return rechecked().tell(0, withheld);
  }

  function lost(found: "unknown" | "unanswered", message: string): Story {
    const story = rechecked().sent().tell(1, received("lost"));
    return story.tell(9, { type: "reconciled", ...about, found, message });
  }
});
